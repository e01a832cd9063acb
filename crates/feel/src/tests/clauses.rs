//! What the clauses say beyond their examples: parameters by name, null and coercion, scales, ends of ranges, types.

use super::standard::check;

#[test]
fn functions_of_numbers_are_right_in_all_digits() {
    // Computed with 120 digits by another implementation and rounded once.
    check(include_str!("digits.txt"));
}

#[test]
fn every_function_takes_its_parameters_by_name() {
    check(
        r#"
        date(from: "2020-01-02") => @"2020-01-02"
        date(day: 2, month: 1, year: 2020) => @"2020-01-02"
        time(from: "10:00:00") => @"10:00:00"
        time(hour: 10, minute: 1, second: 2) => @"10:01:02"
        time(hour: 10, minute: 1, second: 2, offset: @"PT3H") => @"10:01:02+03:00"
        date and time(from: "2020-01-02T10:00:00") => @"2020-01-02T10:00:00"
        date and time(time: @"10:00:00", date: @"2020-01-02") => @"2020-01-02T10:00:00"
        duration(from: "P1Y") => @"P1Y"
        years and months duration(to: @"2021-01-01", from: @"2020-01-01") => @"P1Y"
        string(from: 1.5) => "1.5"
        not(negand: true) => false
        substring(string: "foobar", start position: 3, length: 3) => "oba"
        string length(string: "foo") => 3
        upper case(string: "a") => "A"
        lower case(string: "A") => "a"
        substring before(string: "foobar", match: "bar") => "foo"
        substring after(string: "foobar", match: "foo") => "bar"
        replace(input: "abc", pattern: "B", replacement: "x", flags: "i") => "axc"
        contains(string: "foobar", match: "of") => false
        starts with(string: "foobar", match: "fo") => true
        ends with(string: "foobar", match: "r") => true
        matches(input: "foobar", pattern: "FO", flags: "i") => true
        split(string: "a,b", delimiter: ",") => ["a", "b"]
        string join(list: ["a", "b"], delimiter: "-") => "a-b"
        string join(list: ["a", "b"]) => "ab"
        list contains(list: [1], element: 1) => true
        count(list: [1, 2]) => 2
        min(list: [2, 1]) => 1
        max(list: [2, 1]) => 2
        sum(list: [2, 1]) => 3
        mean(list: [2, 4]) => 3
        all(list: [true, false]) => false
        any(list: [true, false]) => true
        sublist(list: [1, 2, 3], start position: 2, length: 1) => [2]
        append(list: [1], item: 2) => [1, 2]
        insert before(list: [1, 3], position: 1, newItem: 2) => [2, 1, 3]
        remove(list: [1, 2], position: 1) => [2]
        reverse(list: [1, 2]) => [2, 1]
        index of(list: [1, 2, 1], match: 1) => [1, 3]
        distinct values(list: [1, 1]) => [1]
        flatten(list: [[1], [2]]) => [1, 2]
        product(list: [2, 3]) => 6
        median(list: [3, 1, 2]) => 2
        stddev(list: [2, 4, 7, 5]) => 2.081665999466132735282297706979931
        mode(list: [1, 1, 2]) => [1]
        floor(n: 1.57, scale: 1) => 1.5
        ceiling(n: 1.53, scale: 1) => 1.6
        floor(n: 1.5) => 1
        ceiling(n: 1.5) => 2
        round up(n: 1.51, scale: 1) => 1.6
        round down(n: 1.59, scale: 1) => 1.5
        round half up(n: 1.25, scale: 1) => 1.3
        round half down(n: 1.25, scale: 1) => 1.2
        abs(n: -1) => 1
        modulo(divisor: 5, dividend: 12) => 2
        sqrt(number: 4) => 2
        log(number: 1) => 0
        exp(number: 0) => 1
        odd(number: 1) => true
        even(number: 1) => false
        is(value1: 1, value2: 1) => true
        range(from: "[1..2]") => [1..2]
        before(point1: 1, point2: 2) => true
        before(point: 1, range: [2..3]) => true
        before(range: [1..2], point: 3) => true
        after(range: [4..5], point: 3) => true
        after(point: 3, range: [1..2]) => true
        includes(point: 2, range: [1..3]) => true
        before(range1: [1..2], range2: [3..4]) => true
        after(point1: 2, point2: 1) => true
        after(range1: [3..4], range2: [1..2]) => true
        meets(range1: [1..2], range2: [2..3]) => true
        met by(range1: [2..3], range2: [1..2]) => true
        overlaps(range1: [1..3], range2: [2..4]) => true
        overlaps before(range1: [1..3], range2: [2..4]) => true
        overlaps after(range1: [2..4], range2: [1..3]) => true
        finishes(point: 3, range: [1..3]) => true
        finishes(range1: [2..3], range2: [1..3]) => true
        finished by(range: [1..3], point: 3) => true
        includes(range: [1..3], point: 2) => true
        includes(range1: [1..3], range2: [2..3]) => true
        during(point: 2, range: [1..3]) => true
        during(range1: [2..3], range2: [1..3]) => true
        starts(point: 1, range: [1..3]) => true
        started by(range1: [1..3], range2: [1..2]) => true
        coincides(point1: 1, point2: 1) => true
        coincides(range1: [1..3], range2: [1..3]) => true
        day of year(date: @"2020-02-01") => 32
        day of week(date: @"2020-02-01") => "Saturday"
        month of year(date: @"2020-02-01") => "February"
        week of year(date: @"2020-02-01") => 5
        sort(precedes: function(x, y) x > y, list: [1, 2]) => [2, 1]
        get value(m: {a: 1}, key: "a") => 1
        get value(m: {a: {b: 1}}, keys: ["a", "b"]) => 1
        get entries(m: {a: 1}) => [{key: "a", value: 1}]
        context(entries: [{key: "a", value: 1}]) => {a: 1}
        context put(context: {}, key: "a", value: 1) => {a: 1}
        context put(context: {a: {}}, keys: ["a", "b"], value: 1) => {a: {b: 1}}
        context merge(contexts: [{a: 1}, {b: 2}]) => {a: 1, b: 2}
        floor(number: 1.5) => null
        substring(text: "a", start position: 1) => null
        contains(string: "a") => null
        modulo(dividend: 1, divisor: 2, other: 3) => null
        "#,
    );
}

#[test]
fn null_and_values_of_another_kind_give_null() {
    let one = [
        "date",
        "time",
        "date and time",
        "duration",
        "string",
        "not",
        "string length",
        "upper case",
        "lower case",
        "count",
        "min",
        "max",
        "sum",
        "mean",
        "reverse",
        "flatten",
        "distinct values",
        "product",
        "median",
        "stddev",
        "mode",
        "floor",
        "ceiling",
        "abs",
        "sqrt",
        "log",
        "exp",
        "odd",
        "even",
        "day of year",
        "day of week",
        "month of year",
        "week of year",
        "get entries",
        "context",
        "context merge",
        "range",
        "string join",
    ];
    check(&one.map(|name| format!("{name}(null) => null")).join("\n"));
    let two = [
        "substring",
        "substring before",
        "substring after",
        "contains",
        "starts with",
        "ends with",
        "matches",
        "split",
        "decimal",
        "round up",
        "round down",
        "round half up",
        "round half down",
        "modulo",
        "remove",
        "years and months duration",
        "before",
        "after",
        "meets",
        "met by",
        "overlaps",
        "overlaps before",
        "overlaps after",
        "finishes",
        "finished by",
        "includes",
        "during",
        "starts",
        "started by",
        "coincides",
        "get value",
        "sublist",
    ];
    check(&two.map(|name| format!("{name}(null, null) => null")).join("\n"));
    check(
        r#"
        date(1) => null
        time(true) => null
        duration(1) => null
        upper case(1) => null
        floor("1") => null
        sqrt("4") => null
        day of year("2020-01-01") => null
        odd("1") => null
        split(1, ",") => null
        substring("a", "1") => null
        decimal(1, "1") => null
        sum(["1"]) => null
        mean([1, "a"]) => null
        get entries(1) => null
        context put({}, 1, 2) => null
        context merge([1]) => null
        is(1, "1") => false
        is(@"10:00:00Z", @"10:00:00+00:00") => true
        is(@"10:00:00Z", @"11:00:00+01:00") => false
        is({a: [1]}, {a: [1]}) => true
        null + 1 => null
        "a" - "b" => null
        true + true => null
        -null => null
        null ** 2 => null
        null.a => null
        "a".b => null
        null() => null
        (1)(2) => null
        "#,
    );
}

#[test]
fn a_result_has_the_scale_that_was_asked_for() {
    check(
        r#"
        string(decimal(5, 2)) => "5.00"
        string(decimal(1/3, 2)) => "0.33"
        string(decimal(-7, 1)) => "-7.0"
        string(decimal(2, -1)) => "0"
        string(round half up(5, 3)) => "5.000"
        string(round up(0, 2)) => "0.00"
        string(floor(5)) => "5"
        decimal(1, 40) => 1
        decimal(1234567890123456789012345678901234, 3) => 1234567890123456789012345678901234
        decimal(1.115, 2) => 1.12
        decimal(1.125, 2) => 1.12
        decimal(-1.125, 2) => -1.12
        round half down(-1.125, 2) => -1.12
        round half up(-1.125, 2) => -1.13
        round up(-0.001, 0) => -1
        round down(-0.999, 0) => 0
        floor(-1.51, 1) => -1.6
        ceiling(1234, -2) => 1300
        round half up(1250, -2) => 1300
        decimal(1.5, 0.9) => 2
        modulo(-0.5, 0.3) => 0.1
        modulo(5, -0.3) => -0.1
        modulo(10, 2.5) => 0
        2 ** -1 => 0.5
        2 ** 3 ** 2 => 64
        0.1 ** 9999999999999999999999999999999999 => 0
        10 ** 9999999999999999999999999999999999 => null
        10 ** -9999999999999999999999999999999999 => 0
        1 ** 1e40 => 1
        1.0000001 ** 1e9 => 1.0000001 ** 1000000000
        1e-6176 / 10 => 0
        1e6144 * 10 => null
        "#,
    );
}

#[test]
fn relations_follow_their_formulas_where_a_range_has_one_end() {
    check(
        r#"
        before(1, (> 5)) => true
        before(5, (> 5)) => true
        before(5, (>= 5)) => false
        before((< 5), 5) => true
        before((<= 5), 5) => false
        before((< 5), (> 5)) => true
        before((> 5), 1) => null
        after((> 5), 5) => true
        after(6, (<= 5)) => true
        includes((> 5), 6) => null
        includes((>= 5), 5) => true
        starts(5, (>= 5)) => true
        starts(5, (> 5)) => false
        finishes(5, (<= 5)) => true
        meets((<= 5), [5..6]) => true
        coincides((< 5), (< 5)) => true
        coincides((< 5), (<= 5)) => false
        before("a", 1) => null
        includes([1..3], "a") => null
        overlaps([1..3), [3..5]) => false
        overlaps([1..3], (3..5]) => false
        overlaps before([1..5], [1..5]) => false
        overlaps before([1..5], (1..5]) => true
        overlaps before([1..5], (1..5)) => false
        overlaps after((1..5], [1..5]) => true
        starts([1..5), [1..5]) => true
        starts([1..5], [1..5)) => false
        starts((1..3], [1..5]) => false
        finishes((1..5], [1..5]) => true
        finishes([1..5), [1..5]) => false
        includes((1..5), [1..5]) => false
        includes([1..5], (1..5)) => true
        during(5, [1..5)) => false
        during(@"2020-01-01", [@"2020-01-01"..@"2020-12-31"]) => true
        coincides([1..5], [1..5)) => false
        "#,
    );
}

#[test]
fn names_texts_and_comments_are_read_by_the_grammar() {
    check(
        r#"
        "\uD83D\uDC0E" => "\U01F40E"
        "\U01F40E" => "🐎"
        "a\"b\\c\/d" => "a\"b\\c\/d"
        "\n\r\t" => "\u000A\u000D\u0009"
        "#,
    );
    check("1 /* one */ + 1 => 2\n1 + 1 // two => 2");
    check(
        r#"
        {"a b": 1, c: a b + 1}.c => 2
        {a+b: 3}.a+b => 3
        {اسم الشخص: "سالم"}.اسم الشخص => "سالم"
        {a: 1, b: {c: a}}.b.c => 1
        [{a: {b: 1}}, {a: {b: 2}}].a.b => [1, 2]
        {a: 1, a: 2} => null
        if true then 1 => null
        1 = 1 = true => true
        1 + 2 * 3 ** 2 => 19
        (1 + 2) * 3 => 9
        10 - 2 - 3 => 5
        2 - -2 => 4
        not(true) or true => true
        true or false and false => true
        1 < 2 and 2 < 3 => true
        5 between 1 and 3 or true => true
        1 in [1..2] and 3 in (2..3] => true
        3 in ]2..3[ => false
        "b" in ["a".."c") => true
        some x in [1, 2], y in [2, 3] satisfies x = y => true
        every x in [1, 2], y in [2, 3] satisfies x <= y => true
        for x in [1, 2], y in [x, 10] return x * y => [1, 10, 4, 20]
        for i in 1..3 return count(partial) => [0, 1, 2]
        (for i in 1..2 return i)[1] => 1
        {f: function(n: number) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r => 120
        (function() 1)() => 1
        (function(a, b) a)(b: 2) => null
        (function(a, b) a)(1) => null
        (function(a: string) a)(1) => null
        [1, 2, 3][item >= 2][1] => 2
        [[1, 2], [3]][1][2] => 2
        [1..5].start included => true
        (< 5).end => 5
        @"2020-01-01".time offset => null
        @"10:00:00+03:00".time offset => @"PT3H"
        @"10:00:00@Asia/Kuwait".timezone => "Asia/Kuwait"
        @"not a date" => null
        "#,
    );
}

#[test]
fn types_are_tested_with_their_parts() {
    check(
        r#"
        [] instance of list<number> => true
        [[1]] instance of list<list<number>> => true
        [[1]] instance of list<number> => false
        [{a: 1}] instance of list<context<a: number>> => true
        {a: {b: "x"}} instance of context<a: context<b: string>> => true
        {a: null} instance of context<a: number> => true
        (function(x: number) x > 1) instance of function<number> -> boolean => true
        (function() 1) instance of function<> -> number => true
        ["a".."b"] instance of range<string> => true
        [1..2] instance of range<string> => false
        (< 1) instance of range<number> => true
        @"P1D" instance of days and time duration => true
        @"2020-01-01" instance of date and time => false
        1 instance of Any => true
        null instance of Any => false
        "a" instance of Null => false
        1 instance of Nothing => null
        not(1 instance of string) => true
        "#,
    );
}

#[test]
fn days_times_and_durations_keep_their_forms() {
    check(
        r#"
        string(@"P1Y14M") => "P2Y2M"
        string(@"PT90M") => "PT1H30M"
        string(@"PT3600S") => "PT1H"
        string(@"-PT0S") => "PT0S"
        string(@"P0Y") => "P0M"
        string(@"PT1.500S") => "PT1.5S"
        string(@"P1DT24H") => "P2D"
        string(@"10:00:00.000") => "10:00:00"
        string(@"10:00:00+00:00") => "10:00:00Z"
        string(@"2020-01-01T00:00:00@Etc/UTC") => "2020-01-01T00:00:00@Etc/UTC"
        date("2020-1-1") => null
        date("20200101") => null
        time("1:00:00") => null
        time("10:00") => null
        time("10:60:00") => null
        time("10:00:60") => null
        date and time("2020-01-01 10:00:00") => null
        date and time("2020-01-01T10:00:00@Europe/Nowhere") => null
        date and time("2020-01-01T10:00:00+14:00") => @"2020-01-01T10:00:00+14:00"
        date and time("-2020-01-01T10:00:00") => date and time(date(-2020, 1, 1), time(10, 0, 0))
        date and time(@"2020-01-01T10:00:00", @"11:00:00Z") => @"2020-01-01T11:00:00Z"
        duration("P1.5D") => null
        duration("P-1D") => null
        duration("p1d") => null
        duration("-P1Y2M") => @"-P14M"
        @"-P14M".years => -1
        @"-P14M".months => -2
        @"P1DT2H3M4.5S".seconds => 4.5
        @"2020-03-31" - @"P1M" => @"2020-02-29"
        @"2021-03-29T02:30:00@Europe/Paris" - @"P1D" => @"2021-03-28T01:30:00@Europe/Paris"
        @"2020-01-01" = @"2020-01-01T00:00:00Z" => null
        @"2020-01-01T00:00:00Z" = @"2020-01-01T03:00:00+03:00" => true
        @"10:00:00Z" < @"10:00:00+01:00" => false
        @"2020-01-02" - @"2020-01-01" => @"P1D"
        @"P2D" / @"P1D" => 2
        @"P1D" / 0 => null
        @"P1Y" / 0 => null
        @"P1D" - @"P2D" => @"-P1D"
        @"2020-01-01" + 1 => null
        @"2020-01-01" + @"2020-01-01" => null
        "#,
    );
}
