//! What the standard's tables say of operators and functions, clause by clause: an expression and its value.

use super::{env, eval};
use crate::{Context, Scope, Value, parse_expression};

/// Checks lines of `expression => value`; both sides are FEEL.
pub(super) fn check(lines: &str) {
    let mut wrong = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (given, expected) = line.rsplit_once("=>").unwrap();
        let found = parse_expression(given, &Scope::new()).map(|it| it.evaluate(&Context::new(), &env()));
        let found = match found {
            Ok(found) => found.unwrap().value,
            Err(_) => Value::Null,
        };
        let expected = eval(expected.trim());
        if found != expected {
            wrong.push(format!("{given}: expected {expected}, got {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn conversions() {
    check(
        r#"
        date("2012-12-25") - date("2012-12-24") => duration("P1D")
        date(2012, 12, 25) => @"2012-12-25"
        date(year: 2012, month: 12, day: 25) => @"2012-12-25"
        date(date and time("2012-12-25T11:00:00Z")) => @"2012-12-25"
        date("2012-12-25T11:00:00Z") => null
        date("2017-13-10") => null
        date("2017-02-29") => null
        date("999999999-12-31") => date(999999999, 12, 31)
        date("-999999999-01-01") => date(-999999999, 1, 1)
        date("1000000000-01-01") => null
        date("+2012-12-25") => null
        date("012-12-25") => null
        date(2017, null, 1) => null
        date(null) => null
        date() => null
        date and time("2012-12-24T23:59:00") => date and time(date("2012-12-24"), time("23:59:00"))
        date and time(date: date("2012-12-24"), time: time("23:59:00")) => @"2012-12-24T23:59:00"
        date and time("2012-12-24T23:59:00") + duration("PT1M") => date and time("2012-12-25T00:00:00")
        date and time("2012-12-24T24:00:00Z") => @"2012-12-25T00:00:00Z"
        date and time("2012-12-24") => @"2012-12-24T00:00:00"
        date and time("2011-12-03T10:15:30@Europe/Paris") => @"2011-12-03T10:15:30@Europe/Paris"
        date and time("2011-12-03T10:15:30@Nowhere/City") => null
        date and time("2011-12-03T10:15:30+18:01") => null
        time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC") => true
        time(date and time("2012-12-25T11:00:00Z")) => time("11:00:00Z")
        time(23, 59, 0, duration("PT0H")) => time("23:59:00z")
        time(23, 59, 0) => time("23:59:00")
        time(23, 59, 1.3, duration("-PT1H")) => time("23:59:01.3-01:00")
        time(24, 0, 0) => null
        time("24:00:00") => null
        time("11:22:33+01:00@Europe/Paris") => null
        number("1 000,0", " ", ",") => 1000
        number("1,000.0", ",", ".") => 1000
        number("1.000,5", ".", ",") => 1000.5
        number(from: "1,000.0", grouping separator: ",", decimal separator: ".") => 1000
        number("1,000", ",", ",") => null
        number("1 000", "x", null) => null
        number("1000", null, null) => 1000
        number("-.5", null, null) => -0.5
        number("1..5", null, null) => null
        number("", null, null) => null
        number(null, null, null) => null
        number("12abc", null, null) => null
        number("12") => null
        string(1.1) => "1.1"
        string(null) => null
        string("a") => "a"
        string(true) => "true"
        string(@"2012-12-25") => "2012-12-25"
        string(duration("P1DT2H")) => "P1DT2H"
        string([1, "a"]) => "[1, \"a\"]"
        string({a: "b"}) => "{a: \"b\"}"
        date and time("2012-12-24T23:59:00") - date and time("2012-12-22T03:45:00") => duration("P2DT20H14M")
        duration("P2Y2M") => duration("P26M")
        duration("P1Y2M3D") => null
        duration("PT1000D") => null
        duration("P1W") => null
        duration("-P1D") => duration("-PT24H")
        duration("P") => null
        duration("PT") => null
        duration("P1DT") => null
        duration("PT0.999S").seconds => 0.999
        years and months duration(date("2011-12-22"), date("2013-08-24")) => duration("P1Y8M")
        years and months duration(date("2013-08-24"), date("2011-12-22")) => duration("-P1Y8M")
        years and months duration(from: @"2011-12-22", to: @"2011-12-22") => duration("P0M")
        years and months duration(@"2011-12-22T10:00:00", @"2013-08-24") => duration("P1Y8M")
        "#,
    );
}

#[test]
fn texts() {
    check(
        r#"
        substring("foobar", 3) => "obar"
        substring("foobar", 3, 3) => "oba"
        substring("foobar", -2, 1) => "a"
        substring("\U01F40Eab", 2) => "ab"
        substring(string: "foobar", start position: 3) => "obar"
        substring("foobar", 0) => null
        string length("foo") => 3
        string length("\U01F40Eab") => 3
        upper case("aBc4") => "ABC4"
        lower case("aBc4") => "abc4"
        substring before("foobar", "bar") => "foo"
        substring before("foobar", "xyz") => ""
        substring before("foobar", "o") => "f"
        substring after("foobar", "ob") => "ar"
        substring after("", "a") => ""
        substring after("foobar", "") => "foobar"
        replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => "[1=ab][2=]cd"
        replace(input: "abracadabra", pattern: "bra", replacement: "*") => "a*cada*"
        contains("foobar", "of") => false
        starts with("foobar", "fo") => true
        ends with("foobar", "r") => true
        matches("foobar", "^fo*b") => true
        matches("foobar", "^Fo*b", "i") => true
        matches(input: "foobar", pattern: "^Fo*bar", flags: "i") => true
        split("John Doe", "\\s") => ["John", "Doe"]
        split("a;b;c;;", ";") => ["a", "b", "c", "", ""]
        string join(["a", "b", "c"], "_and_") => "a_and_b_and_c"
        string join(["a", "b", "c"], "") => "abc"
        string join(["a", "b", "c"], null) => "abc"
        string join(["a"], "X") => "a"
        string join(["a", null, "c"], "X") => "aXc"
        string join([], "X") => ""
        string join(["a", "b", "c"]) => "abc"
        string join(["a", null, "c"]) => "ac"
        string join([]) => ""
        string join(["a", 1]) => null
        "a" + "b" => "ab"
        "a" + 1 => null
        "\u0041\t" => "A	"
        "#,
    );
}

#[test]
fn lists() {
    check(
        r#"
        list contains([1, 2, 3], 2) => true
        list contains([1, 2, null], null) => true
        list contains(list: [1, 2, 3], element: 4) => false
        list contains(null, 1) => null
        count([1, 2, 3]) => 3
        count([]) => 0
        count([1, [2, 3]]) => 2
        count(null) => null
        min([1, 2, 3]) => 1
        min(1) => 1
        min([1]) => 1
        min(1, 2, 3) => 1
        min([]) => null
        min([1, "a"]) => null
        max(1, 2, 3) => 3
        max([]) => null
        max("a", "c", "b") => "c"
        max(@"2020-01-01", @"2021-01-01") => @"2021-01-01"
        sum([1, 2, 3]) => 6
        sum(1, 2, 3) => 6
        sum(1) => 1
        sum([]) => null
        sum([1, null]) => null
        sum([@"P1D", @"PT1H"]) => null
        mean([1, 2, 3]) => 2
        mean(1, 2, 3) => 2
        mean(1) => 1
        mean([]) => null
        all([false, null, true]) => false
        all(true) => true
        all([true]) => true
        all([]) => true
        all(0) => null
        all([null]) => null
        any([false, null, true]) => true
        any(false) => false
        any([]) => false
        any(0) => null
        any([false, null]) => null
        any(null) => null
        all(true, false) => false
        sublist([4, 5, 6], 1, 2) => [4, 5]
        sublist([4, 5, 6], 2) => [5, 6]
        sublist([4, 5, 6], -1) => [6]
        sublist([4, 5, 6], 0) => null
        sublist([4, 5, 6], 4) => null
        append([1], 2, 3) => [1, 2, 3]
        append([], null) => [null]
        append(1, 2) => [1, 2]
        concatenate([1, 2], [3]) => [1, 2, 3]
        concatenate([1], [[2]]) => [1, [2]]
        insert before([1, 3], 1, 2) => [2, 1, 3]
        insert before([1, 3], -1, 2) => [1, 2, 3]
        insert before([], 1, 2) => null
        insert before([1, 3], 3, 2) => null
        insert before([1, 3], 0, 2) => null
        insert before(list: [1, 3], position: 2, newItem: null) => [1, null, 3]
        insert before(null, 1, 2) => null
        remove([1, 2, 3], 2) => [1, 3]
        remove([1, 2, 3], -1) => [1, 2]
        remove([1, 2, 3], 4) => null
        remove([1, 2, 3], 0) => null
        remove([1], 1) => []
        list replace([2, 4, 7, 8], 3, 6) => [2, 4, 6, 8]
        list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) => [5, 5, 7, 8]
        list replace(list: [2, 4, 7, 8], position: -1, newItem: 5) => [2, 4, 7, 5]
        list replace(list: [2, 4], match: function(item, newItem) item = 2, newItem: 5) => [5, 4]
        list replace([2, 4], 3, 5) => null
        list replace([2, 4], 0, 5) => null
        list replace(null, 1, 5) => null
        list replace([2, 4], null, 5) => null
        reverse([1, 2, 3]) => [3, 2, 1]
        reverse([]) => []
        index of([1, 2, 3, 2], 2) => [2, 4]
        index of([1, null], null) => [2]
        index of([1], 5) => []
        union([1, 2], [2, 3]) => [1, 2, 3]
        union([1, null], [null]) => [1, null]
        distinct values([1, 2, 3, 2, 1]) => [1, 2, 3]
        distinct values([null, 1, null]) => [null, 1]
        flatten([[1, 2], [[3]], 4]) => [1, 2, 3, 4]
        flatten(1) => [1]
        product([2, 3, 4]) => 24
        product(2, 3, 4) => 24
        product([]) => null
        median(8, 2, 5, 3, 4) => 4
        median([6, 1, 2, 3]) => 2.5
        median([]) => null
        stddev(2, 4, 7, 5) => 2.081665999466132735282297706979931
        stddev([47]) => null
        stddev(47) => null
        stddev([]) => null
        mode(6, 3, 9, 6, 6) => [6]
        mode([6, 1, 9, 6, 1]) => [1, 6]
        mode([]) => []
        mode(null) => null
        mode([1, null]) => null
        mode([1, "a"]) => null
        sort([3, 1, 4, 5, 2], function(x, y) x < y) => [1, 2, 3, 4, 5]
        sort(list: [3, 1, 4, 5, 2], precedes: function(x, y) x > y) => [5, 4, 3, 2, 1]
        sort(["c", "a"], function(x, y) x < y) => ["a", "c"]
        sort([{a: 2}, {a: 1}], function(x, y) x.a < y.a) => [{a: 1}, {a: 2}]
        sort([], function(x, y) x < y) => []
        sort([3, 1, 2]) => [1, 2, 3]
        "#,
    );
}

#[test]
fn numbers() {
    check(
        r#"
        decimal(1/3, 2) => 0.33
        decimal(1.5, 0) => 2
        decimal(2.5, 0) => 2
        decimal(n: 1/3, scale: 2) => 0.33
        decimal(125, -1) => 120
        decimal(1, 6176) => 1
        decimal(1, 6177) => null
        decimal(1, -6111) => 0
        decimal(1, -6112) => null
        floor(1.5) => 1
        floor(-1.56, 1) => -1.6
        ceiling(1.5) => 2
        ceiling(-1.56, 1) => -1.5
        ceiling(-0.5) => 0
        round up(5.5, 0) => 6
        round up(-5.5, 0) => -6
        round up(1.121, 2) => 1.13
        round up(-1.126, 2) => -1.13
        round down(5.5, 0) => 5
        round down(-5.5, 0) => -5
        round down(1.121, 2) => 1.12
        round down(-1.126, 2) => -1.12
        round half up(5.5, 0) => 6
        round half up(-5.5, 0) => -6
        round half up(1.121, 2) => 1.12
        round half up(-1.126, 2) => -1.13
        round half down(5.5, 0) => 5
        round half down(-5.5, 0) => -5
        round half down(1.126, 2) => 1.13
        round up(5.5, null) => null
        abs(10) => 10
        abs(-10) => 10
        abs(@"PT5H") => @"PT5H"
        abs(@"-PT5H") => @"PT5H"
        abs(@"-P5M") => @"P5M"
        abs("a") => null
        modulo(12, 5) => 2
        modulo(-12, 5) => 3
        modulo(12, -5) => -3
        modulo(-12, -5) => -2
        modulo(10.1, 4.5) => 1.1
        modulo(-10.1, 4.5) => 3.4
        modulo(10.1, -4.5) => -3.4
        modulo(-10.1, -4.5) => -1.1
        modulo(1, 0) => null
        sqrt(16) => 4
        sqrt(-3) => null
        sqrt(2) => 1.414213562373095048801688724209698
        log(10) => 2.302585092994045684017991454684364
        log(0) => null
        log(-1) => null
        log(1) => 0
        exp(5) => 148.4131591025766034211155800405523
        exp(0) => 1
        exp(-3) => 0.04978706836786394297934241565006178
        odd(5) => true
        odd(2) => false
        even(5) => false
        even(2) => true
        even(-2) => true
        even(0) => true
        odd(5.5) => false
        10 ** -5 => 0.00001
        2 ** 0.5 => 1.414213562373095048801688724209698
        -2 ** 2 => 4
        (-8) ** (1/3) => null
        0 ** 0 => 1
        1 / 0 => null
        1 / 3 => 0.3333333333333333333333333333333333
        2 / 3 => 0.6666666666666666666666666666666667
        9999999999999999999999999999999999 + 1 => 1e34
        1e6144 * 10 => null
        .5 + 1.e2 => null
        "#,
    );
}

#[test]
fn days_and_contexts() {
    check(
        r#"
        day of year(date(2019, 9, 17)) => 260
        day of week(date(2019, 9, 17)) => "Tuesday"
        month of year(date(2019, 9, 17)) => "September"
        week of year(date(2019, 9, 17)) => 38
        week of year(date(2003, 12, 29)) => 1
        week of year(date(2004, 1, 4)) => 1
        week of year(date(2005, 1, 1)) => 53
        week of year(date(2005, 1, 3)) => 1
        week of year(date(2005, 1, 9)) => 1
        week of year(date: @"2005-01-03T10:00:00") => 1
        day of week(@"2019-09-22T23:00:00@Asia/Kuwait") => "Sunday"
        day of week(null) => null
        day of week("2019-09-17") => null
        is(@"2012-12-25", @"23:00:50") => false
        is(@"2012-12-25", @"2012-12-25") => true
        is(@"23:00:50z", @"23:00:50") => false
        is(null, null) => true
        get value({key1: "value1"}, "key1") => "value1"
        get value({key1: "value1"}, "unexistent-key") => null
        get value({key1: {key2: "v"}}, ["key1", "key2"]) => "v"
        get value(null, "a") => null
        get value(m: {a: 1}, key: "a") => 1
        get entries({key1: "value1"}) => [{key: "key1", value: "value1"}]
        get entries(m: {}) => []
        get entries(null) => null
        get entries([1]) => null
        context([{key: "a", value: 1}, {key: "b", value: 2}]) => {a: 1, b: 2}
        context([{key: "a", value: 1}, {key: "b", value: 2, something: "else"}]) => {a: 1, b: 2}
        context([{key: "a", value: 1}, {key: "b"}]) => null
        context({key: "a", value: null}) => {a: null}
        context([]) => {}
        context put({x: 1}, "y", 2) => {x: 1, y: 2}
        context put({x: 1, y: 0, z: 0}, "y", 2) => {x: 1, y: 2, z: 0}
        context put({x: 1, y: {a: 0}}, ["y", "a"], 2) => {x: 1, y: {a: 2}}
        context put({x: 1, y: {a: 0}}, [], 2) => null
        context put(context: {x: 1}, key: "y", value: 2) => {x: 1, y: 2}
        context put(null, "y", 2) => null
        context merge([{x: 1}, {y: 2}]) => {x: 1, y: 2}
        context merge([{x: 1, y: 0}, {y: 2}]) => {x: 1, y: 2}
        context merge([]) => {}
        context merge(null) => null
        range("[1..3]") => [1..3]
        range("(1..3)") => (1..3)
        range("[1..]") => null
        range("(..3]").end => 3
        range("[@\"2020-01-01\"..@\"2021-01-01\"]") => [@"2020-01-01"..@"2021-01-01"]
        "#,
    );
}

#[test]
fn conditions() {
    check(
        r#"
        true and null => null
        false and null => false
        true or null => true
        false or null => null
        null and null => null
        true and 1 => null
        false and 1 => false
        not(null) => null
        not("a") => null
        null = null => true
        null != null => false
        1 = null => false
        1 = "1" => null
        1 < "1" => null
        null < 1 => null
        [1, 2] = [1, 2] => true
        [1, 2] = [2, 1] => false
        {a: 1, b: 2} = {b: 2, a: 1} => true
        1 between 1 and 3 => true
        null between 1 and 3 => null
        1 in [1..3] => true
        1 in (1..3] => false
        1 in ]1..3] => false
        5 in (< 4, > 4) => true
        1 in (1, 2) => true
        1 in [2, 3, 1] => true
        1 in [[2..4], [1..3]] => true
        1 in (= 1) => true
        1 in <= 1 => true
        null in null => true
        null in [1, null] => true
        1 in null => false
        1 in [] => false
        "a" in ["b", "a"] => true
        @"2020-06-01" in [@"2020-01-01"..@"2020-12-31"] => true
        [1, 2] in [[1, 2], [3]] => true
        if null then 1 else 2 => 2
        if "a" then 1 else 2 => 2
        if true then 1 else 2 => 1
        for i in [1, 2, 3] return i * i => [1, 4, 9]
        for i in 1..3 return i => [1, 2, 3]
        for i in 3..1 return i => [3, 2, 1]
        for i in -1..1 return i => [-1, 0, 1]
        for i in [1, 2], j in [10, 20] return i + j => [11, 21, 12, 22]
        for i in [[1, 2], [3]], j in i return j => [1, 2, 3]
        for i in 0..4 return if i = 0 then 1 else i * partial[-1] => [1, 1, 2, 6, 24]
        for i in 5 return i => [5]
        for i in [1..3] return i => [1, 2, 3]
        for i in (1..3) return i => [2]
        for i in (1..2) return i => []
        for i in [] return i => []
        for i in null return i => null
        for d in @"2020-02-28"..@"2020-03-01" return d.day => [28, 29, 1]
        some i in [1, 2, 3] satisfies i > 2 => true
        every i in [1, 2, 3] satisfies i > 1 => false
        every i in [] satisfies i > 1 => true
        some i in [] satisfies i > 1 => false
        some i in [1, null] satisfies i > 1 => null
        every i in [1, null] satisfies i > 0 => null
        [1, 2, 3][1] => 1
        [1, 2, 3][-1] => 3
        [1, 2, 3][0] => null
        [1, 2, 3][4] => null
        [1, 2, 3][item > 1] => [2, 3]
        [{x: 1, y: 2}, {x: 2, y: 3}][x = 1] => [{x: 1, y: 2}]
        [{x: 1, y: 2}, {x: 2, y: 3}][x = 1].y => [2]
        [{a: 1}, {b: 2}].a => [1, null]
        [{x: null}][x = null] => [{x: null}]
        [1, 2][null] => []
        [1, 2]["a"] => null
        5[1] => 5
        5[item = 5] => [5]
        null[1] => null
        null[item = null] => null
        {a: 1, b: a + 1}.b => 2
        {f: function(x) x + 1, r: f(2)}.r => 3
        (function(x, y) x - y)(y: 1, x: 3) => 2
        (function(x: number) x)("a") => null
        (function(x: list<number>) x)(1) => [1]
        (function(x: number) x)([1]) => 1
        (function(x: date and time) x)(@"2020-01-01") => @"2020-01-01T00:00:00Z"
        1 instance of number => true
        null instance of Null => true
        null instance of number => false
        [1, 2] instance of list<number> => true
        [1, "a"] instance of list<number> => false
        [1, "a"] instance of list<Any> => true
        {a: 1} instance of context<a: number> => true
        {a: 1, b: 2} instance of context<a: number> => true
        {b: 2} instance of context<a: number> => false
        [1..3] instance of range<number> => true
        @"P1Y" instance of years and months duration => true
        @"P1D" instance of years and months duration => false
        @"2020-01-01T00:00:00" instance of date and time => true
        (function(x: number) x) instance of function<number> -> number => true
        (function(x: number) x) instance of function<string> -> number => false
        (function(x: number) x) instance of function<number, number> -> number => false
        "#,
    );
}

#[test]
fn calculations_with_days() {
    check(
        r#"
        @"2020-01-31" + @"P1M" => @"2020-02-29"
        @"2020-02-29" + @"P1Y" => @"2021-02-28"
        @"2020-01-01" + @"PT36H" => @"2020-01-02"
        @"2020-01-01" - @"P1D" => @"2019-12-31"
        @"P1D" + @"2020-01-01" => @"2020-01-02"
        @"2020-01-01T10:00:00+03:00" - @"2020-01-01T10:00:00Z" => @"-PT3H"
        @"2020-01-01T10:00:00" - @"2020-01-01T10:00:00Z" => null
        @"2020-01-01T10:00:00@Asia/Kuwait" = @"2020-01-01T07:00:00Z" => true
        @"10:30:00" - @"09:00:00" => @"PT1H30M"
        @"23:00:00" + @"PT2H" => @"01:00:00"
        @"P1D" * 2 => @"P2D"
        2 * @"P1D" => @"P2D"
        @"P1D" / 2 => @"PT12H"
        @"P1D" / @"PT1H" => 24
        @"P1Y" / @"P1M" => 12
        @"P1Y" * 1.5 => @"P18M"
        @"P1Y" + @"P1D" => null
        @"P1Y" * @"P1Y" => null
        -@"P1D" => @"-P1D"
        @"P1D" < @"PT25H" => true
        @"P1Y" = @"P12M" => true
        @"P1Y" = @"P365D" => null
        @"2020-05-30".year => 2020
        @"2020-05-30".weekday => 6
        @"2020-05-30T10:11:12+03:00".time offset => @"PT3H"
        @"2020-05-30T10:11:12@Asia/Kuwait".timezone => "Asia/Kuwait"
        @"2020-05-30T10:11:12".hour => 10
        @"P1DT2H3M4S".minutes => 3
        @"P1Y2M".months => 2
        @"P1Y2M".days => null
        [1..3).end included => false
        @"999999999-12-31" + @"P1D" => null
        @"-999999999-01-01" - @"P1Y" => null
        @"2016-03-27T01:59:59@Europe/Berlin" + @"PT1S" => @"2016-03-27T03:00:00@Europe/Berlin"
        "#,
    );
}

#[test]
fn patterns() {
    check(
        r#"
        matches("Ж", "\\p{Lu}") => true
        matches("ж", "^\\p{Lu}$") => false
        matches("ǅ", "^\\p{Lt}$") => true
        matches("ʰ", "^\\p{Lm}$") => true
        matches("ع", "^\\p{Lo}$") => true
        matches("ُ", "^\\p{Mn}$") => true
        matches("٣", "^\\d$") => true
        matches("३", "^\\p{Nd}$") => true
        matches("Ⅷ", "^\\p{Nl}$") => true
        matches("½", "^\\p{No}$") => true
        matches("‿", "^\\p{Pc}$") => true
        matches("–", "^\\p{Pd}$") => true
        matches("«", "^\\p{Pi}$") => true
        matches("؟", "^\\p{Po}$") => true
        matches("€", "^\\p{Sc}$") => true
        matches("£", "^\\p{S}$") => true
        matches("\u00A0", "^\\p{Zs}$") => true
        matches("\u200B", "^\\p{Cf}$") => true
        matches("\uE000", "^\\p{Co}$") => true
        matches("\u0378", "^\\p{Cn}$") => true
        matches("a", "^\\P{Lu}$") => true
        matches("a", "\\p{Xx}") => null
        matches("a", "\\p{IsNowhere}") => null
        matches("ع", "^\\p{IsArabic}$") => true
        matches("ﻉ", "^\\p{IsArabic}$") => false
        matches("ﻉ", "^\\p{IsArabicPresentationForms-B}$") => true
        matches("α", "^\\p{IsGreek}$") => true
        matches("α", "^\\p{IsGreekandCoptic}$") => true
        matches("é", "^\\p{IsLatin-1Supplement}$") => true
        matches("漢", "^\\p{IsCJKUnifiedIdeographs}$") => true
        matches("😀", "^\\p{IsEmoticons}$") => true
        matches("_", "^\\w$") => false
        matches("+", "^\\w$") => true
        matches(":", "^\\i$") => true
        matches("٣", "^\\i$") => true
        matches("7", "^\\i$") => false
        matches("7", "^\\c$") => true
        matches("e", "^[a-z-[aeiou]]$") => false
        matches("f", "^[a-z-[aeiou]]$") => true
        matches("e", "^[a-z-[^aeiou]]$") => true
        matches("z", "^[^a-y]$") => true
        matches("abab", "^(ab)\\1$") => true
        matches("abba", "^(a)(b)\\2\\1$") => true
        matches("aa", "^(a)\\2$") => null
        matches("a", "^(b)?\\1a$") => true
        matches("ſ", "^S$", "i") => true
        matches("Σς", "^σσ$", "i") => true
        matches("a\nb", "^b", "m") => true
        matches("a\nb", "a$", "m") => true
        matches("a\n", "\n^$", "m") => false
        matches("a\nb", "a.b") => false
        matches("a\nb", "a.b", "s") => true
        matches("helloworld", "hello world", "x") => true
        matches("a b", "[ ]", "x") => true
        matches("a.b", ".", "q") => true
        matches("ab", ".", "q") => false
        matches("a", "a", "z") => null
        matches("a", "(a") => null
        matches("a", "a)") => null
        matches("a", "*a") => null
        matches("a", "a**") => null
        matches("a", "[b-a]") => null
        matches("aaa", "^a{2}$") => false
        matches("aaa", "^a{2,}$") => true
        matches("aaa", "^a{3,2}$") => null
        replace("aaa", "a+?", "b") => "bbb"
        replace("abc", "b", "$0$0") => "abbc"
        replace("abc", "b", "\\$") => "a$c"
        replace("abc", "b", "$") => null
        replace("abc", "x*", "-") => null
        replace("darted", "^(.*?)d(.*)$", "$1c$2") => "carted"
        replace("a.c", ".", "-", "q") => "a-c"
        split("aXbxc", "x") => ["aXb", "c"]
        "#,
    );
}

#[test]
fn relations_of_points_and_ranges() {
    check(
        r#"
        before(1, 10) => true
        before(1, [1..10]) => false
        before(1, (1..10]) => true
        after([5..10], 1) => true
        meets([1..5], [5..10]) => true
        meets([1..5), [5..10]) => false
        meets(5, [5..10]) => null
        overlaps([1..5], [3..8]) => true
        overlaps([1..5], 3) => null
        overlaps before([1..5], [3..8]) => true
        overlaps after([3..8], [1..5]) => true
        finishes(10, [1..10]) => true
        finishes([5..10], [1..10]) => true
        finishes(10, 10) => null
        finished by([1..10], 10) => true
        finished by(10, [1..10]) => null
        includes([1..10], 5) => true
        includes(5, [1..10]) => null
        during(5, [1..10]) => true
        during([1..10], 5) => null
        starts(1, [1..10]) => true
        starts(1, 1) => null
        started by([1..10], 1) => true
        started by(1, [1..10]) => null
        coincides(5, 5) => true
        coincides([1..5], [1..5]) => true
        coincides(5, [5..5]) => null
        "#,
    );
}
