# Texts of the pages in English. The other language has the same keys with the same arguments; a test compares them.


# The frame of every page

site = Afaq
site-state = Services of the State of Kuwait
skip = Skip to the content
demo-mark = Demonstration
demo-mark-help = The people and requests here are invented; nothing you do has any effect.
lang-switch = العربية
nav-main = Main navigation
nav-crumbs = Where you are
nav-home = Home
nav-services = Services
nav-cases = Requests
nav-messages = Messages
nav-unread = unread
nav-documents = Documents
nav-verify = Verify a document
nav-sign-in = Sign in
nav-worklist = Worklist
nav-outbox = Outbox
nav-back = Back
sign-out = Sign out
acting-for = acting for
foot-help = Help and contact
foot-accessibility = Accessibility
foot-privacy = Privacy
foot-verify = Verify a document
foot-words = Afaq is an open platform for public services.
yes = Yes
no = No
change = Change
cancel = Cancel
undo = Undo
pager = Pages of the list
pager-newer = Newer
pager-older = Older
stage-done = done
stage-now = now
stage-next = still to come

# Money

money-kwd = KWD
money-free = Free
fee-from = From
fee-depends = Depends on your answers
fee-for = Item

# Home and search

home-title = Public services, starting from you
home-lead = Search in your own words, apply in minutes, and always know where your request stands.
home-yours = Waiting for you
home-events = What happened in your life?
home-popular = Services you can use now
home-sectors = Services by sector
home-promise = What we promise
home-promise-1 = We do not ask what we know.
home-promise-1b = We fetch a fact from its register, show you where it came from, and you can say that it is wrong.
home-promise-2 = Every request has a promised date.
home-promise-2b = You know it before you start and see it with your request.
home-promise-3 = Every decision has a reason.
home-promise-3b = With the law behind it, what you can do, and how to appeal.
search-label = Which service are you looking for?
search-hint = For example: renew residency, driving licence, carer
search-button = Search
search-results = Search results
search-none = We found no service for these words.
search-none-help = Try fewer or more everyday words, or start from the sectors on the home page.
search-try = Try also
search-title = Find a service

# The page of a service

illustrative = Illustrative
service-fee = Fee
service-promise = Promised time
service-bring = Papers from you
service-fetched = Papers we fetch
service-start = Start now
service-go-on = Go on with your draft
service-go-on-help = You have a saved draft of this request.
service-open = Follow your request
service-open-help = You have an open request for this service.
service-suspended = Suspended
service-counter = Not available online
service-who = Who may apply
service-papers = Papers
papers-needed = You bring
papers-needed-none = We need no paper from you.
papers-fetched = We fetch from registers
papers-fetched-none = We fetch no papers for this service.
papers-none = None
service-fee-table = The fee in detail
service-law = Legal basis
law-none = The body has not named a legal basis yet.
law-unverified = Unverified
legal-basis = Legal basis
service-channels = Other ways to apply
service-outputs = What you get
service-figures = The service in figures
service-contact = Responsible body
service-version = Version
service-since = in force since
service-related = Related services

# Sign-in

sign-in-title = Demonstration sign-in
sign-in-demo = There are no passwords here. Choose a person to see the service through their eyes; all names and numbers are generated and belong to nobody.
sign-in-people = Sign in as a person
sign-in-officers = Sign in as an officer
sign-in-other = Or with another civil number of the demonstration city
civil-number-hint = 12 digits, as on the civil ID card

# Forms

error-prefix = Error:
errors-title = Put this right to go on
form-continue = Continue
form-save-later = Save and come back
form-optional = (optional)
form-choose = Choose
form-chars-left = Characters left: %n
date-day = Day
date-month = Month
date-year = Year
upload-choose = Choose a file
upload-camera = Take a picture or choose a file
upload-other = Choose another file
upload-none = No file chosen
upload-remove = Remove
upload-retake = If the file is not clear, send another; it takes the place of this one.
group-empty = Nothing added yet.
group-remove = Remove
fact-wrong = This is wrong
fact-wrong-short = This is wrong
facts-you = About you
facts-others = Other facts
facts-unsure = Look at these first: not sure, or claimed otherwise
fact-differs = Differs from what was given:
check-title = Check your answers
check-known = Known from registers
check-known-help = We did not ask, since a public body already holds them.
submit = Submit
tasks-title = Parts of your request
draft-saved = Saved
draft-kept-until = Kept until
draft-delete = Delete draft
pay-title = Pay the fee
pay-parts = The amount in detail
pay-sum = Total
pay-due = Pay by
pay-button = Go to payment
pay-demo = This payment is a demonstration: do not enter a real card; nothing is charged.
confirmation-title = We received your request
confirmation-next = What happens next
confirmation-follow = Follow your request
case-number = Request number
promised-by = Promised by

# My requests, one request

cases-title = My requests
cases-none = You have no requests yet.
cases-none-help = When you start a service, its drafts and requests appear here.
cases-find = Find a service
cases-waiting = Waiting for you
cases-drafts = Drafts
cases-open = In progress
cases-closed = Finished
case-about = For
case-where = Where is my request?
case-todo = What you need to do
todo-due = By
case-decision = Decision
reasons = Reasons
reason-mend = What you can do:
appeal = Appeal
appeal-until = Until
withdraw = Withdraw
case-answers = What you told us
case-facts = What registers told us
case-looks = Who looked at this
looks-none = Nobody has looked at it yet.
case-timeline = Steps
messages-title = My messages
messages-none = There are no messages.
messages-none-help = We tell you here what is new in your requests.
message-new = New
message-safe = No message of ours asks for a password or a card number.
documents-title = My documents
documents-none = There are no documents yet.
documents-none-help = Every document issued to you appears here, to download at any time.
documents-help = Whoever receives a document can check that it is genuine:
document-name = Document
document-body = Issued by
document-holder = Holder
document-issued = Issued
document-until = Valid until
document-code = Verification code
document-fingerprint = Fingerprint of the file
verify-title = Verify a document
verify-lead = Type the verification code that is printed on the document, or scan its QR code with your phone.
verify-code = Verification code
verify-code-hint = As printed under the QR code
verify-button = Verify
verify-valid = The document is genuine and valid
verify-valid-help = Compare this with the document in front of you.
verify-revoked = This document was revoked
verify-revoked-help = Do not rely on it. It was revoked on
verify-expired = This document has expired
verify-expired-help = The document is genuine, but its validity ended on
verify-none = There is no document with this code
verify-none-help = Check the code letter by letter. If it is right, the document was not issued here.

# What went wrong

error-kept = What you typed is kept
error-reference = When asking for help, name this number:
error-400 = We did not understand what was sent
error-400-help = Go back and try again. Nothing was changed.
error-404 = We cannot find this page
error-404-help = Its address may have changed, or it is not yours to see.
error-409 = Something changed since you opened this page
error-409-help = We did not save your change, so that nobody’s work is lost. Look at what you typed, then go on with the newest version.
error-413 = The file is too large
error-413-help = Send a smaller file, or take the picture at a lower quality. The rest of what you typed is kept.
error-429 = Too many requests in a short time
error-429-help = Wait a minute and try again. Nothing was lost.
error-500 = Something went wrong on our side
error-500-help = What you asked for was not done. The fault is recorded; please try again in a while.
error-503 = Not available just now
error-503-help = A system that we depend on does not answer. What you saved is still there; please try again in a while.
error-session = Your session has ended
error-session-help = It was closed for your protection after some time without use. Sign in again and what you typed comes back.
error-session-again = Sign in and go on
error-stale-again = Go to the newest version

# The desk

worklist-title = Worklist
worklist-tabs = Parts of the worklist
worklist-mine = Mine
worklist-unit = My unit’s
worklist-waiting = Waiting for the applicant
worklist-done = Done
worklist-next = Next case
worklist-search = Search by request number, civil number or name
worklist-filters = Narrow the list
filter-all = All
filter-late = Late
filter-today = Due by today
filter-week = Due within 7 days
filter-free = Unassigned
worklist-none = There are no cases here.
worklist-none-help = New cases appear under your unit’s cases.
worklist-nobody = Unassigned
worklist-take = Assign to me
col-number = Number
col-applicant = Applicant
col-service = Service
col-task = Task
col-deadline = Deadline
col-assignee = Officer
deadline-today = Due today
desk-actions = What you can do
desk-decide = Decide
desk-ask-applicant = Ask the applicant
desk-ask-body = Ask another body
desk-reassign = Reassign
desk-transfer = Transfer
fact-complete = Complete
complete-title = Complete a fact
complete-help = Write what you have found out. The rules are applied again to it, and the person sees that an officer entered it.
complete-why = How you found it out
complete-why-hint = Name the paper, the register or the call.
complete-button = Save and apply the rules
desk-facts = Facts and their sources
desk-rules = What the rules say
desk-rules-none = The rules have not been applied yet.
rule-used = Facts that were used
desk-evidence = Evidence
desk-evidence-none = This case needs no papers.
desk-compare = What was claimed beside what the paper says
compare-what = Fact
compare-claimed = Claimed
compare-found = On the paper
compare-differs = Differs
desk-process = Where the case is
desk-process-picture = Picture of the process with the place of the case
desk-requests = Questions and opinions
desk-history = History
desk-looks-help = Every look at a case is recorded, this one too.
case-answers-desk = What the applicant said
prepared-title = Prepared decision
prepared-by = Prepared by
prepared-leaves = leaves at
decide-title = Decide
decide-outcome = Outcome
decide-reasons = Reasons
decide-reasons-hint = The applicant reads them in both languages, with the legal basis.
decide-text-ar = More words in Arabic
decide-text-en = More words in English
decide-note = Note for colleagues
decide-note-hint = The applicant does not see it.
decide-prepare = Prepare the decision
decide-preview = Preview the letter
decide-rules = The rules recommend
decide-others-hint = Nothing in the case speaks for these; the letter then shows the facts of the case.
decide-rules-none = The rules found no reason against it.
decide-letter = The letter as it will leave
decide-letter-none = Choose the outcome and its reasons, then preview the letter here in both languages.

# The outbox of the demonstration

outbox-title = Outbox
outbox-lead = In the demonstration nothing is sent to anyone; every letter, mail and text message that would have left is shown here.
outbox-none = Nothing has left yet.
outbox-none-help = Submit a request and its messages appear here.
outbox-to = To
way-letter = Letter
way-mail = Mail
way-sms = Text message
way-in-app = Message in the portal

# Words for states, sources and standings

state-draft = Draft
state-review = Under review
state-waiting = Waiting for you
state-payment = Waiting for payment
state-approved = Approved
state-refused = Refused
state-undetermined = Undetermined
state-withdrawn = Withdrawn
state-expired = Expired
state-appeal = Under appeal
task-done = Done
task-started = Started
task-open = Not started
task-locked = Cannot start yet
fact-verified = Verified
fact-asserted = Asserted
fact-disputed = Disputed
fact-unavailable = Unavailable
source-applicant = Told by the applicant
source-you = You told us
source-officer = Entered by the officer
source-computed = Computed
source-sign-in = From sign-in
source-document = From a document
document-valid = Valid
document-revoked = Revoked
document-expired = Expired
upload-checking = Being checked
upload-fine = Checked
rule-met = Met
rule-not-met = Not met
evidence-checked = Checked
evidence-missing = Missing
evidence-not-needed = Not needed
clock-stopped = The clock is stopped

# Help, accessibility, privacy

help = Help and contact
help-lead = Choose what suits you; you need not visit an office to ask.
help-h1 = A question about a request
help-1a = Open “My requests” and then the request: it says where it stands, what you need to do, which body is responsible and how to reach it. Always name the request number.
help-h2 = You do not know which service you need
help-2a = Type what happened in your own words, or start from “What happened in your life?” on the home page.
help-2b = The page of each service says who may apply, what it costs and how long it takes, before you start.
help-h3 = A fact about you is wrong
help-3a = Beside each fact from a register is a link, “This is wrong”. No request is refused for a fact that you dispute before an officer has looked at it.
accessibility = Accessibility
accessibility-lead = We want everyone to be able to use these services. This is, honestly, how far they are.
accessibility-h1 = What works
accessibility-1a = Every page works with the keyboard alone, without scripts, on a screen 320 pixels wide, with text at twice its size, and in dark and high-contrast modes.
accessibility-1b = Every page is checked by machine in both languages against WCAG 2.2, level AA, with every release. A machine finds some barriers, not all.
accessibility-h2 = What does not work yet
accessibility-2a = People who use screen readers every day have not tested the pages yet, and there is no sign-language version.
accessibility-h3 = Tell us
accessibility-3a = If something does not work for you, tell the body responsible for the service; it can take the same request at its counter.
privacy = Privacy
privacy-lead = What we keep about you, who sees it, and for how long.
privacy-h1 = What we keep
privacy-1a = We keep what you write in a request, what registers answer for it, and each step it takes. You can delete drafts at any time.
privacy-1b = We ask no register about another person before your relation to them is verified.
privacy-h2 = Who sees it
privacy-2a = Only the officers who work on your request see it. If you call a fact of a register wrong, an officer of that register sees what you wrote about it. Every look is recorded and shown to you with your request and under “My data”.
privacy-2b = We use no tracking cookies and nothing from outside this site.
privacy-h3 = For how long
privacy-3a = Each service states how long it keeps requests; “My data” shows it for each of yours. After that what you gave is deleted from the log itself; that there was a request and how it ended stays. Backups hold the content until they expire.

# The style page

style-title = Components
style-lead = Every component once in the language of the page and once in the other, in its direction.
style-type = Type
style-buttons = Buttons
style-tags = Tags and drawings
style-notices = Notices
style-runs = Names and numbers
style-facts = Facts
style-states = States and results
style-form = Forms

# "Am I entitled?"

entitled-title = Am I entitled?
entitled-all-title = What am I entitled to?
entitled-all-lead = We hold what registers know of you against the rules of every service, and tell you what comes out with its reasons.
entitled-all-help = Sign in and have the registers asked. You need not apply for anything.
entitled-all-found = What the rules say
entitled-all-services = Or answer questions about one service
entitled-lead = Answer what you know and leave out the rest. You need not sign in.
entitled-button = See what the rules say
entitled-registers = Ask the registers about me
entitled-nothing-kept = Nothing of this is kept, and nobody looks at it. The decision is taken only when you apply.
entitled-none-of-these = None of these
entitled-to-service = Go to the service
entitled-yes = You are probably entitled
entitled-yes-help = By what is known here, nothing in the rules speaks against it.
entitled-no = You are probably not entitled
entitled-no-help = These reasons speak against it. Beside each one stands what would have to change.
entitled-open = It depends on more
entitled-open-help = Nothing speaks against it yet, but the rules still need to know:

# My data

data-title = My data
data-lead = What is stored about you here, who looked at it, and until when it is kept.
data-cases = Requests
data-cases-none = There are no requests of yours.
data-drafts = Drafts
data-drafts-help = You can delete a draft at any time; nothing of it is left.
data-documents = Documents
data-running = Kept as long as the request is open
data-looks = Who looked at your data
data-looks-help = Each look of an officer is recorded here, with the office and the reason.
data-looks-none = Nobody has looked at your data.
data-look-at = At request
data-download = Download everything
data-download-help = One file (JSON) with your requests, what you said, what registers said, your messages and all looks.
data-erase = What can be deleted
data-erase-help = Drafts and their files: delete them at any time. What you gave for a request, and your words in ratings and corrections, are deleted from the log when the time named above is over.
data-keep = What is not deleted on request, and why
data-keep-help = Requests before their time is over, decisions, documents that count, and the record of looks: by them the work of a body is examined, by them you appeal, and whoever got your document relies on it.

# Texts with arguments

form-step = Step { $n } of { $of }
tasks-done = You have completed { $done } of { $of }.
home-figures =
    { $services ->
        [one] One service
       *[other] { $services } services
    } of { $bodies } public bodies.
search-title-for = Results for “{ $q }”
error-413-limit = The limit is { $size }.
source-register = From the register of { $name }
services-count =
    { $n ->
        [one] { $n } service
       *[other] { $n } services
    }
papers-count =
    { $n ->
        [one] { $n } paper
       *[other] { $n } papers
    }
service-minutes =
    { $n ->
        [one] Takes about { $n } minute
       *[other] Takes about { $n } minutes
    }
deadline-over =
    { $n ->
        [one] { $n } working day late
       *[other] { $n } working days late
    }
deadline-left =
    { $n ->
        [one] { $n } working day left
       *[other] { $n } working days left
    }
decide-others =
    { $n ->
        [one] { $n } other reason
       *[other] { $n } other reasons
    }
decide-undo-help =
    { $n ->
        [one] You can undo it for { $n } minute; nothing leaves before.
       *[other] You can undo it for { $n } minutes; nothing leaves before.
    }

# What the living pages say

error-422 = This cannot be done now
error-422-help = Nothing was changed. The reason:
error-403 = This did not come from a page of ours
error-403-help = For your protection we take nothing that another site sends. Go back and try again from here.
error-stale-send = Send what you typed again
error-stale-look = Look at the newest version first
value-none = Not given
value-no-record = No entry
decide-undetermined = The rules could not decide; check the missing facts, then decide.
fact-silent = The register did not answer
state-other-body = With another body
state-processing = Being processed
state-stopped = Stopped
iban-hint = Begins with KW and has 30 characters
phone-hint = Eight digits
date-hint = For example 27 3 2026
group-add = Add another
service-counter-only = The law does not allow this service online; apply at the body’s counter.
audience-citizen = Citizens
audience-resident = Residents
audience-business = Firms and their owners
audience-visitor = Visitors
mandate-guardian = The guardian of the person
mandate-agent = An agent with a registered mandate
mandate-company = The company’s authorized officer
paper-optional = optional
paper-when = only in some cases
channel-online = Online, here
channel-counter = At the body’s counter
channel-phone = By telephone
silence-none = If the answer is late you still have a right to it; silence is neither a yes nor a no.
start-for-title = Apply for somebody else
start-for-help = We verify your right in the registers before we show anything about the person.
start-for-kind = What is your right to act?
start-for-kind-missing = Choose your right to act
start-for-number = The person’s civil number
tasks-answers = Your answers
tasks-send = Check and submit
dispute-title = Is this wrong?
dispute-help = If you say so, an officer looks at it, and your request is not refused for it before. To correct the register itself, contact the body that keeps it.
check-against = This request may be refused
check-declaration = By submitting I declare that what I said is true, and agree that the registers above are read for this request.
next-pay = Pay the fee, so that your request can be looked at.
next-review = An officer looks at your request.
next-ask = If we need something from you we ask you here; the clock stands still until you answer.
next-message = We send you a message whenever something changes.
next-answer = Answer what you were asked.
next-document = We set your document; you find it under “My documents”.
next-decided = The decision is taken; you find it with its reasons on the request’s page.
next-appeal = If you do not agree, you can appeal.
where-payment = We wait for the fee; then your request is looked at.
where-waiting = We wait for your answer; the clock stands still until then.
where-other-body = We asked another body for its opinion before the decision.
where-approved = Your request is approved.
where-refused = Your request is refused; the reasons and what you can do are below.
where-expired = The request was closed, since no answer or payment came in time. You can apply again.
where-withdrawn = You withdrew this request.
todo-answer = Answer
decision-approved = Your request is approved.
decision-refused = Your request is refused for these reasons.
decision-expired = The request was closed because its time was over.
decision-withdrawn = The request was withdrawn.
now-payment = Waiting for the fee
now-waiting = Waiting for your answer
now-officer = An officer looks at your request
now-other-body = Another body gives its opinion
now-processing = We prepare what follows
next-decision = The decision
next-issue = The document is issued
told-submitted = We received your request
told-facts-read = We read the registers again
told-corrected = A fact was corrected
told-asked = We asked you
told-answered = Your answer came
told-opinion-asked = We asked another body
told-opinion-given = A body gave its opinion
told-fee-asked = A fee became due
told-fee-paid = The fee was paid
told-surplus = A payment came twice; it will be paid back
told-issued = The document was issued
told-revoked = The document was revoked
told-withdrawn = You withdrew the request
told-appealed = You appealed
told-reopened = The request was opened again
told-silence = The legal time is over without a decision, and the law decides
told-deleted = What was given in this request has been deleted, since the time for keeping it is over
told-transferred = The request went to another unit
told-approved = The request was approved
told-refused = The request was refused
told-expired = The request was closed because its time was over
look-case-work = To work on your request
look-case = Looked at the case
look-evidence = Opened a paper
look-document = Opened the document
withdraw-title = Withdraw the request
withdraw-help = After that the request is closed and cannot go on. You can apply again at any time.
withdraw-reason = Why do you withdraw it?
appeal-title = Appeal against the decision
appeal-help = Write what you do not agree with, and why. Others than those who decided look at it.
appeal-text = Why you appeal
appeal-send = Send the appeal
correct-title = Correct an answer
correct-help = The earlier answer stays on record; the rules are applied again to the new one.
correct-button = Save the correction
answer-title = Answer what you were asked
answer-text = Your answer
answer-send = Send the answer
deadline-none = No deadline
desk-other-officer-head = A colleague has this case
desk-stopped-help = The process could not go on by itself. Look at the facts, then let it try again.
desk-illustrative = This service is an example: the body has not confirmed its rules and texts.
desk-open-document = Open the document
desk-revoke = Revoke the document
desk-revoke-help = After that the document shows as revoked to everybody who verifies it, and its holder is told why.
desk-revoke-why = Why it is revoked
desk-retry = Try again
desk-assign-to = Who takes the case?
desk-assign-missing = Choose who takes the case
desk-put-back = Nobody: it goes back to the unit
desk-transfer-to = To which unit?
desk-transfer-missing = Choose the unit
desk-transfer-why = Why it is transferred
desk-text-hint = Write in at least one language; if the other is empty, the same text is shown.
desk-ask-help = The clock stands still until the applicant answers.
desk-ask-items = What should be given again?
desk-ask-items-hint = The applicant gets a field for each of them.
desk-opinion-help = The case goes to the other body until it gives its opinion.
desk-give-opinion-help = Your opinion goes back to the body that asked, with your body’s name.
desk-forward-help = The case goes to the next officer.
desk-send = Send
question-text-ar = The question in Arabic
question-text-en = The question in English
opinion-text-ar = The opinion in Arabic
opinion-text-en = The opinion in English
decide-no-letter = No letter leaves with this decision itself; the process goes on.
evidence-register = Proved by a register
evidence-none = Not handed in
rule-no-reason = No reason against it
rule-reasons-against = Reasons against it by the rules
rule-eligible = Entitlement
request-waiting = Waiting
request-answered = Answered
request-over = Over without an answer
request-opinion = Another body
actor-applicant = The applicant
actor-representative = The applicant’s representative
actor-gateway = The payment gateway
actor-rules = The rules
event-submitted = Submitted
event-evaluated = The rules were applied
event-facts-read = Registers were read again
event-fact-corrected = A fact was corrected or disputed
event-assigned = Assigned
event-put-back = Put back to the unit
event-transferred = Transferred
event-asked = The applicant was asked
event-answered = The applicant answered
event-opinion-asked = An opinion was asked for
event-opinion-given = An opinion was given
event-prepared = A decision was prepared
event-undone = The prepared decision was undone
event-decided = Decided
event-fee-asked = The fee was asked for
event-fee-paid = The fee was paid
event-surplus = A payment too much came; it is to be paid back
event-issued = A document was issued
event-revoked = A document was revoked
event-message = A message was sent
event-clock-stopped = The clock was stopped
event-clock-started = The clock goes on
event-withdrawn = Withdrawn
event-appealed = Appealed
event-reopened = Opened again
event-silence = The legal time is over; the law decides
event-held = Held: it is kept whatever its retention says
event-released = No longer held
event-deleted = Content deleted, since its time is over
event-closed = Closed
sign-in-unknown = Nobody in the demonstration city has this number
resume-title = You are back where you were
resume-help = You are signed in again and what you typed is kept. If a file was with it, choose it once more afterwards.
resume-button = Send what you typed
demo-pay-title = Payment gateway of the demonstration
demo-pay-way = What shall the gateway do?
demo-pay-once = Report the payment once
demo-pay-twice = Report it twice
demo-pay-late = Report it twenty seconds late
demo-pay-never = Never report it
demo-pay-button = Pay
promised-on = Promised by { $day }
paper-unless = not needed if it is in the { $name }
silence-approves = If the body does not answer in time, the request counts as approved under { $law }
silence-refuses = If the body does not answer in time, the request counts as refused under { $law }, and you can appeal
upload-limit = { $kinds }, up to { $mb } MB
where-officer = { $body }: an officer looks at your request.
where-processing = { $body } prepares what follows.
todo-pay-words = Pay the fee: { $fee }
data-kept-until = Kept until { $day }
data-deleted = Deleted on { $day }
message-case = To request { $number }
desk-case = Case { $number }
undetermined-facts = These facts are unavailable or disputed: { $facts }. The request is not refused for them; check them first.
desk-other-officer = { $name } has taken this case.
demo-pay-help = The amount is { $amount }. Nothing is charged; choose what the gateway does, to see how the service behaves.
rule-reasons =
    { $n ->
        [one] { $n } reason
       *[other] { $n } reasons
    }

# Why a decision came out as it did
why-title = Why
why-open = Why an officer looks at it
why-applied = What applied
why-nearly = What nearly applied
why-conditions = What the rules asked for
why-missing = What is still missing
why-if-known = What it depends on
why-difference = What would have had to differ
why-used = The facts it rests on
why-computed = From other facts
why-more =
    { $n ->
        [one] { $n } more
       *[other] { $n } more
    }
state-technical = Technical problem
where-stopped = { $body }: we have a technical problem with your request. Nothing you gave is lost, and somebody is already looking at it.
now-stopped = We have a technical problem; nothing is lost
case-path = The stages of your request
path-submitted = Request received
path-checked = Checked by the rules
path-review = With an officer
path-body = At { $body }
path-other = With another body
path-appeal = The appeal is heard
path-payment = Paying the fee
path-document = Your document is made
path-result = The result
path-stopped = Technical problem, nothing is lost
ledger-title = Time used
ledger-title-person = Your waiting time
ledger-promise = Promised time
ledger-used = { $used } of { $whole } used
ledger-less-than-hour = less than an hour
ledger-running = Running
ledger-standing = Not running
ledger-over = Overdrawn
ledger-stops = When the clock stood still
ledger-until-now = until now
ledger-moved = How the promised date has moved
moved-calendar = Announced: { $name }
moved-from = from
moved-to = to
stop-applicant = waiting for the applicant
stop-other-body = waiting for another body
stop-court = before a court
stop-for = Stop the clock: { $reason }
stop-title = Stop the clock
stop-help = The right to stop: { $law }
stop-note = In which matter, and until when as far as is known?
stop-do = Stop the clock
start-do = Let the clock go on
tell-assignee = the officer who has it
tell-unit-head = the head of the unit
event-escalated = Time runs out; told:
event-deadlines-moved = Deadlines moved
event-retried = Tried again
event-skipped = Left out
event-moved = Put elsewhere
event-migrated = Goes on by another version
event-message-came = A message of another system came
event-action-begun = Begun beside the usual way
event-action-done = Done beside the usual way
told-promise-moved = The promised date has moved
told-message-came = Another body has answered
told-migrated = Your request goes on under new rules
done-text-ar = What was done, in Arabic
done-text-en = What was done, in English
desk-done-help = Write down what was found.
desk-lists = Other lists
incidents-title = Stopped requests
incidents-help = These requests cannot go on by themselves. The applicants are told that we have a technical problem and that nothing is lost.
incidents-none = Nothing has stopped
incidents-retry = Try the chosen ones again
incidents-retried = { $done } went on, { $left } still stand.
incident-title = Stopped request
incident-help = Choose how it goes on. What you do stands in its history with your name and reason.
incident-at = It stands at: { $element }
incident-because = Why: { $reason }
incident-fact = Missing: { $fact }. You can complete it on the page of the request, then try again.
incident-where = Stands at
incident-why = Why
incident-since = Since
incident-choose = Choose
incident-mended = What was mended?
incident-case = To the request
mend-how = How does it go on?
mend-retry = Try again what failed
mend-skip = Leave it out and go on behind it
mend-move = Go on at: { $element }
mend-why = Why?
mend-why-hint = Needed when something is left out or put elsewhere.
mend-do = Do it
dead-title = Given up
dead-help = Background work that was tried several times and given up.
dead-none = Nothing was given up.
dead-attempts = Attempts:
job-deliver = A letter
job-timer = A deadline
job-remind = A reminder
job-escalate = A notice that time runs out
job-other = Background work
notices-title = Notices
notices-none = No notices
notice-late = Time runs out
notice-promise = The promised time of the whole request
notice-seen = Seen
processes-title = Processes
process-now = Where open requests stand
process-now-help = The number at a step is how many requests wait there.
process-loads = Waiting at each step
process-loads-none = Nothing waits.
process-open = Waiting
process-late = Late
process-average = Average wait
process-oldest = Oldest since
process-stages = Open requests
process-version = version
average-days = { $count } days
average-hours = { $count } hours
migrate-title = Go on by another version
migrate-help = First look what would happen; nothing changes by that.
migrate-one-version = There is only one version.
migrate-to = To version
migrate-reason = Why (for the history of each request)
migrate-reason-missing = Write why; it stands in the history of each request.
migrate-plan = Look what would happen
migrate-start = Begin
migrate-dry = What would happen
migrate-would = Of { $total } open requests of other versions { $moves } go on, { $stays } stay by the rule of the service, { $conflicts } cannot.
migrate-from = From version { $version } ({ $cases } requests)
migrate-no-conflict = No step stands against it.
migrate-conflicts = What stands against it
migrate-stayed = Stay by the rule, for instance:
runs-title = Runs
run-migrate = To another version
run-calendar = Announced calendar
run-running = Running
run-ended = Done
run-ended-with = Done, with conflicts
run-counts = { $changed } changed, { $stayed } stay, { $failed } not

# The desk: many cases, notes, team, quality

sort = Order
sort-due = Soonest due first
sort-age = Oldest first
worklist-show = Show
views = Your saved views
view-keep = Keep this view
view-name = Its name
view-drop = Drop the view
col-pick = Pick
col-action = What can be done
col-decided = Decided
bulk-picked = With the picked cases:
bulk-none = Pick at least one case first.
bulk-cases = The cases
bulk-rules = The rules say
bulk-outcome = Result
bulk-yes = Can be done
bulk-assign-title = Assign
bulk-assign = Assign these cases
bulk-decide-title = Decide together
bulk-decide-intro = Each case is judged by itself. You see what would come of each before anything is prepared.
bulk-outcome-missing = Choose the outcome.
bulk-many-services = The cases belong to several services, which have no reasons in common: they can only be approved together.
bulk-reasons-hint = Needed for a refusal. Each letter shows the facts of its own case.
bulk-preview = See what would come of each
bulk-edit = Change something
bulk-undo = Take all of them back
bulk-back = Back to the worklist
bulk-against-head = Some of these go against the rules
bulk-against = Look at the column “The rules say” before you go on.
decide-next = Prepare and take the next case
decide-template = Ready sentence
decide-insert = Insert
decide-second = A second officer signs before the decision leaves.
state-signature = Waits for a second signature
prepared-second = signed by
prepared-awaits = waits for a second officer’s signature
prepared-sign = Sign as the second officer
event-countersigned = Signed by a second officer
event-noted = Note
event-reviewed = Reviewed after the decision
desk-notes = Notes of colleagues
desk-save = Save
desk-helped-head = Filled in at the counter
note-title = Write a note
note-hint = Colleagues read it here. The applicant does not see it in the request; it is part of the copy of their data that the law gives them.
review-title = Review
review-start = Review this case
review-finding = What did you find?
review-finding-missing = Choose what you found.
review-text = In your words
review-text-hint = Needed unless everything is right.
finding-right = Everything is right
finding-flawed = The outcome is right, but something in it has a flaw
finding-wrong = The outcome should have been another one
quality-title = Review of decided cases
quality-intro = A share of the decided cases is drawn. Somebody who had no part in them looks at them once more.
quality-open = Waiting for a review
quality-none = Nothing drawn waits for you.
quality-found = What reviews found
team-title = Team
team-workload = Who has how much
team-open = Open
team-late = Overdue
team-done = Done in seven days
team-presence = Present
team-absences = Leave
team-absences-help = While somebody is away, their cases are on the list of whoever stands in, and new ones go there.
team-rules = How work is given out
team-policy = The next case
team-sample = Share of decided cases that is reviewed
team-sample-hint = In percent; which cases they are, nobody knows before.
team-sample-wrong = Write a whole number from 0 to 100.
team-rules-change = Change how work is given out
policy-deadline = The one that falls due first
policy-age = The oldest
policy-skill = First the services that the officer knows best
absence-plan = Plan leave
absence-who = Who is away
absence-substitute = Who stands in
absence-from = From
absence-until = Until, this day included
absence-end = End
absence-missing = Choose a colleague.
absence-date = Write the day as day, month and year.
templates-title = Ready sentences
templates-intro = Officers insert them into a decision and can change them there. What a sentence said before is kept.
templates-none = There are none yet.
template-new = Write a ready sentence
template-name = Name
template-text = Sentence
template-since = Since
template-all = All services
template-retire = Retire
template-choice = For which decision?
template-service = Only for one service
template-service-hint = Leave it open for all services of the body.
template-name-ar = Name in Arabic
template-name-en = Name in English
template-text-ar = Sentence in Arabic
template-text-en = Sentence in English

# The services of a body

services-own = Services
services-own-intro = A new version is made by one of you and approved by another.
standing = Requests
standing-open = Takes requests
standing-suspended = Suspended
standing-retired = Retired
version = Version
version-from = In force from
version-new = New version
version-state = State
version-current = In force
version-coming = Comes later
version-past = Past
version-draft = Draft
version-sent = Waits for the second approval
version-returned = Sent back
version-made-by = Made by
version-approved-by = Approved by
version-published-by = Published by
version-at = Published
version-begin = Make a new version
version-go-on = Change the draft
version-look = See the new version
version-title = New version
version-about = About this version
version-changes = What is different
version-problems = What the check found
version-tests = Its scenarios
version-story = Story
version-test-passed = As expected
version-test-failed = Different
version-page = See the service page
version-send = Send it to a second person
version-drop = Drop it
version-approve = Approve and publish
version-return = Send it back
version-outdated = Another version was published meanwhile. Drop this one and begin again.
version-empty = Nothing is different yet.
version-waits = Somebody else of your body has to approve it.
version-waits-for-you = Look at what is different and at the scenarios, then approve it or send it back.
version-mentions = The rules’ explanations still name the old amount
version-mentions-help = They are listed below; the author of the pack changes them.
service-suspend = Suspend the service
service-retire = Retire the service
service-reopen = Take requests again
service-public = Public page
edit-intro = Change what should be different. You see the service page and the result of all scenarios before anybody approves it.
edit-preview = Continue to the preview
edit-fee = Amount in KWD
edit-promise = Promised time
edit-target = Target of a task
edit-days = working days
edit-name-ar = Name in Arabic
edit-name-en = Name in English
edit-summary-ar = Summary in Arabic
edit-summary-en = Summary in English
edit-label-hint = A number that no other version has.
edit-note = Why
edit-note-hint = Your colleague reads it before approving.
approve-hint = Today at once, or a later day at its beginning.
return-why = What has to change?
stop-ar = What the public reads, in Arabic
stop-en = What the public reads, in English
stop-hint = Say why, and what people can do meanwhile. Running requests go on.
retire-other = Which service comes in its place?
preview-head = Preview
preview-words = This is how the page of the service will look. It is not in force.
preview-start = Nothing can be started in a preview.
figures-cases = Decided in the last year
figures-median = Half of them within
figures-p90 = Nine of ten within
figures-on-time = On time
figures-satisfaction = Satisfaction
satisfaction-value = { $mean } of 5; ratings: { $n }; between { $low } and { $high }
figures-at = As of
counter-title = Help at the counter
counter-intro = The person sits with you. You fill in the same form that people use; the request is marked as helped, the look is recorded, and somebody else decides it.
counter-number = Civil number of the person
counter-service = Which service?
counter-consent = Consent
counter-agrees = The person is here, has shown the civil ID, and agrees that I fill in this form with them.
counter-consent-missing = Without the person’s consent you cannot go on.
counter-service-missing = Choose the service.
counter-begin = Begin the form
counter-mark = You help at the counter
counter-end = End the help
look-counter = Help at a counter
desk-helped = { $name } filled the form in with the person, who agreed. Somebody else decides.
team-away = Away – { $name } stands in
team-skills = Services that { $name } knows best
version-named = Version { $label }
version-returned-by = { $name } sent it back
version-passed = { $n } of { $of } scenarios go as expected.
version-expects = The scenario { $scenario } expected a fee of { $before } and expects { $after }.
bulk-prepare =
    { $n ->
        [one] Prepare the decision for one case
       *[other] Prepare the decision for { $n } cases
    }
bulk-assigned =
    { $n ->
        [one] One case was assigned
       *[other] { $n } cases were assigned
    }
bulk-undone =
    { $n ->
        [one] One decision was taken back
       *[other] { $n } decisions were taken back
    }
bulk-prepared =
    { $n ->
        [one] One decision was prepared
       *[other] { $n } decisions were prepared
    }
bulk-would =
    { $n ->
        [one] It can be done for one case
       *[other] It can be done for { $n } cases
    }
bulk-left =
    { $n ->
        [one] One case is left as it is; its row says why.
       *[other] { $n } cases are left as they are; their rows say why.
    }
quality-others =
    { $n ->
        [one] One drawn case waits for a colleague, since you had a part in it.
       *[other] { $n } drawn cases wait for colleagues, since you had a part in them.
    }
version-faults =
    { $n ->
        [one] One fault stands in the way of sending it.
       *[other] { $n } faults stand in the way of sending it.
    }
working-hours =
    { $n ->
        [one] one working hour
       *[other] { $n } working hours
    }
minutes =
    { $n ->
        [one] one minute
       *[other] { $n } minutes
    }
