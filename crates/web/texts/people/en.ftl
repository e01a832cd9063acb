# Texts of the people's side in English: rating, letters, corrections, representation, bodies.

# Rating after the end

rating-title = Rate the service
rating-card-help = One press is enough; you can add a word afterwards. Your rating has no effect on this request or any other.
rating-question = How was the service?
rating-1 = Very bad
rating-2 = Bad
rating-3 = Fair
rating-4 = Good
rating-5 = Excellent
rating-of = of 5
rating-comment = What should we keep, what should we mend?
rating-comment-hint = Leave out numbers and names. Your words are sealed like the rest of your data and are not published.
rating-help = Points are counted without names in the figures of the service. Your rating has no effect on your request.
rating-saved = Your rating is saved. You can change it or add a word until { $day }.
rating-send = Send the rating
rating-missing = Choose from 1 to 5 points
rating-yours = Your rating
rating-change = Change it or add a word
rating-until = You can rate until { $day }.
rating-until-change = You can change it until { $day }.

# Letters: ways and quiet hours

preferences-title = How shall we tell you?
preferences-lead = You always find every message under “Messages”. Choose here how we point you to it.
preferences-ways = Also tell me by
preferences-always = Messages here on the site cannot be turned off, so that you miss none.
preferences-mail = Electronic mail
preferences-sms = Text message
preferences-sms-hint = It carries the subject alone, so that nobody reads about your request on a locked screen.
preferences-quiet = Do you want quiet hours?
preferences-quiet-hint = What is written in them reaches you at their end; here you find it at once.
preferences-from = They begin at
preferences-until = They end at
preferences-hours-wrong = Choose the hour at which they begin and another one at which they end
preferences-save = Save
preferences-saved = Your choice is saved
preferences-saved-help = It counts for every message from now on.

# Corrections: a fact that a register holds is called wrong

correction-intro = This fact is held by { $body }. If you confirm that it is wrong, we send a request for correction there and an officer looks at it. Until then your request is not refused because of it.
correction-right = What is right, if you know it?
correction-why = How can we make sure?
correction-why-hint = For example the paper that you have, and its date. Do not send passwords or card numbers.
correction-send = Send the request for correction
corrections-mine = Requests for correction
corrections-mine-help = Facts that you called wrong, and what the body that holds them says.
correction-due = Answer by
correction-value = Right is
correction-open = Being looked at
correction-accepted = Corrected
correction-refused = Not corrected
corrections-title = Corrections
corrections-lead = Facts in the registers of your body that people call wrong. Your answer reaches the person and the body that handles their request.
corrections-none = There are no requests for correction.
corrections-none-help = When somebody calls a fact in your registers wrong, it appears here.
corrections-opened = Came on
correction-title-desk = A fact that is called wrong
correction-record = Record in the register: { $keys }
correction-words = What the person wrote
correction-choice = What does the record show?
correction-choice-missing = Choose what you found
correction-accept = The fact is wrong; what is right stands below
correction-refuse = The fact is right as the register has it
correction-right-desk = What is right
correction-reason = Reason
correction-reason-hint = The person reads it as you write it. It is needed where the fact stays as it is.
correction-send-desk = Send the answer
look-correction = To look at a request for correction

# Acting for somebody else

acting-title = Act for somebody else
acting-help = We verify your right in the register before we show anything about the person. From then on every page says at its top for whom you act, and you can go back to acting for yourself at any time.
acting-begin = Verify and begin
acting-end = Act for myself
acting-back = Back to my requests
acting-not-here = This service does not allow acting for others by this right. To apply for yourself, act for yourself first.

# The session

session-ends = Your session stays open until at least { $time }.
session-kept = If it ends before you send this, sign in again and what you typed comes back.
session-extend = Extend the session
session-title = Your session goes on
session-extended = Your session is open until { $time }. Close this page and go on where you were.
session-none = You are not signed in
session-none-help = No session is open. What you typed on another page comes back after you sign in from there.
new-window = (in a new window)

# The bodies of government

bodies-title = Government bodies
bodies-description = The bodies of the State of Kuwait, their services, and how to ask them.
bodies-lead = { $n } bodies. Choose one to see its services, its registers and how to ask it.
body-unverified = Name not yet confirmed by an official list
body-help = How do I ask this body?
body-help-1 = About a request that you sent:
body-help-2 = About a fact in its registers:
body-help-2b = Open the request in which it appeared and press “Wrong?” beside it; the question goes straight to the officer of the register.
body-help-3 = Its telephone and address:
body-help-3b = The body has not given them to us yet, and we publish no number that it has not confirmed.
body-services = Its services here
body-services-none = This body offers no services here yet.
body-registers = Registers that it holds
body-registers-help = From them comes what we do not ask you.
body-page = How to ask the body

# An appeal that is heard

where-appeal = { $body }: somebody other than the one who decided looks at your appeal.
now-appeal = Your appeal is looked at by others
