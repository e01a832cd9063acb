//! Measures pages over loopback: a service's page, a person's case, the worklist among many open cases.
//!
//! `cargo xtask bench pages`, or `cargo run --release -p afaq-web --example pages [SECONDS] [CASES] [FOLDER] [PAGE]`
//!
//! The generator runs on the same cores as the server. First each page is asked as fast as the server answers;
//! then by a timetable at half of its target and at the target, with latencies from the timetable on.
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod house;
mod load;
#[path = "../../../app/examples/growth/relive.rs"]
#[expect(dead_code, reason = "shared with the measurement of growth, which sorts lives by their length")]
mod relive;
mod usage;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use afaq_web::{Demonstration, Settings};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use house::House;
use load::{Connection, Plan};
use usage::Usage;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// People who are signed in.
const SIGNED_IN: usize = 1_000;
/// The slowest hundredth at half of each target, in milliseconds.
const P99_MAX_MS: f64 = 10.0;

/// One kind of page.
struct Page {
    name: &'static str,
    /// Answers a second that are wanted.
    target: Option<f64>,
    requests: Arc<Vec<Vec<u8>>>,
    to: SocketAddr,
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args_os().skip(1);
    let mut number =
        |otherwise: usize| arguments.next().and_then(|text| text.to_str()?.parse().ok()).unwrap_or(otherwise);
    let (seconds, cases) = (number(5), number(100_000));
    let place = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let only = arguments.next().and_then(|text| text.into_string().ok());
    let folder = tempfile::tempdir_in(place)?;
    let time = Duration::from_secs(seconds as u64);

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let begin = Instant::now();
    let house = runtime.block_on(house::open(&folder.path().join("store"), cases))?;
    println!(
        "{} open cases of `{}`, {} officers of their unit; made in {:.0} s",
        cases.max(house.owned.len()),
        house.service,
        house.officers.len(),
        begin.elapsed().as_secs_f64()
    );
    let pages = runtime.block_on(pages(&runtime, &house))?;
    println!(
        "{:<34} {:>9} {:>8} {:>7} {:>7} {:>8}   at half of the target: p50, p99, p99.9, max; at the target",
        "", "a second", "of plain", "server", "load", "KB"
    );
    let mut plain = 0.0;
    let mut verdicts = Vec::new();
    let is_wanted = |page: &&Page| only.as_ref().is_none_or(|only| page.name.contains(only.as_str()));
    for page in pages.iter().take(1).chain(pages.iter().skip(1).filter(is_wanted)) {
        let fastest = measure(page, time)?;
        if plain == 0.0 {
            plain = fastest.rate;
        }
        println!("{}", line(page, &fastest, plain, time, &mut verdicts)?);
    }
    println!("targets:");
    for (is_met, what) in verdicts {
        println!("  {} {what}", if is_met { "met   " } else { "MISSED" });
    }
    runtime.block_on(house.app.store().close());
    Ok(())
}

/// How fast the server answers, and what an answer costs.
struct Fastest {
    rate: f64,
    server_us: f64,
    load_us: f64,
    kilobytes: f64,
}

fn measure(page: &Page, time: Duration) -> Result<Fastest, Failure> {
    let plan = |time| Plan { to: page.to, requests: page.requests.clone(), rate: None, time };
    load::run(&plan(time / 5))?;
    let before = Usage::now();
    let outcome = load::run(&plan(time))?;
    let used = Usage::now().since(&before);
    let count = outcome.took_us.len().max(1) as f64;
    if outcome.wrong > 0 {
        return Err(format!("{}: {} answers were no 200", page.name, outcome.wrong).into());
    }
    Ok(Fastest {
        rate: outcome.rate(),
        server_us: (used.all - used.load) * 1e6 / count,
        load_us: used.load * 1e6 / count,
        kilobytes: outcome.bytes as f64 / count / 1_000.0,
    })
}

fn line(
    page: &Page,
    fastest: &Fastest,
    plain: f64,
    time: Duration,
    verdicts: &mut Vec<(bool, String)>,
) -> Result<String, Failure> {
    let mut text = format!(
        "{:<34} {:>9.0} {:>8.3} {:>4.0} us {:>4.0} us {:>8.1}",
        page.name,
        fastest.rate,
        fastest.rate / plain,
        fastest.server_us,
        fastest.load_us,
        fastest.kilobytes
    );
    let Some(target) = page.target else { return Ok(text) };
    let paced =
        |rate: f64| load::run(&Plan { to: page.to, requests: page.requests.clone(), rate: Some(rate), time });
    let mut half = paced(target / 2.0)?;
    let mut full = paced(target)?;
    let p99 = half.permille_ms(990);
    text += &format!(
        "   {:.2} {p99:.2} {:.2} {:.1} ms; {:.0}/s, p99 {:.2} ms",
        half.permille_ms(500),
        half.permille_ms(999),
        half.permille_ms(1_000),
        full.rate(),
        full.permille_ms(990)
    );
    verdicts.push((
        fastest.rate >= target,
        format!("{}: {:.0} a second (at least {target:.0})", page.name, fastest.rate),
    ));
    verdicts.push((
        p99 <= P99_MAX_MS && half.wrong == 0,
        format!("{}: p99 {p99:.2} ms at half of it (at most {P99_MAX_MS})", page.name),
    ));
    Ok(text)
}

/// Starts both servers and writes the requests.
async fn pages(runtime: &Runtime, house: &House) -> Result<Vec<Page>, Failure> {
    let plain = TcpListener::bind("127.0.0.1:0").await?;
    let to_plain = plain.local_addr()?;
    let bare = afaq_web::Router::new().route("/", axum::routing::get(|| async { "Hello, world" }));
    runtime.spawn(async move { axum::serve(plain, bare).await });

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let to = listener.local_addr()?;
    let demonstration = Demonstration { people: Vec::new(), sign_payment: Arc::new(|_, _, _| String::new()) };
    let settings = Settings { demonstration: Some(demonstration), ..Settings::default() };
    let router = afaq_web::router(house.app.clone(), settings);
    runtime.spawn(async move { afaq_web::serve(listener, router, std::future::pending()).await });

    let mut people = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for owned in house.owned.iter().filter(|owned| seen.insert(owned.person.number)).take(SIGNED_IN) {
        people.push((owned, house.app.sign_in_person(owned.person.number).await?.0));
    }
    let mut desks = Vec::new();
    for officer in &house.officers {
        desks.push(house.app.sign_in_officer(&officer.id).await?.0);
    }
    let service = format!("/ar/services/{}", house.service);
    let case_of = |owned: &house::Owned| format!("/ar/cases/{}", owned.case);
    let each = |path: &dyn Fn(&house::Owned) -> String| -> Vec<Vec<u8>> {
        people.iter().map(|(owned, token)| request(&path(owned), Some(token))).collect()
    };
    let worklist = desks.iter().map(|token| request("/ar/desk?tab=unit", Some(token))).collect();
    let all = [
        ("plain text, nothing around it", None, vec![request("/", None)], to_plain),
        ("service page, anybody", Some(20_000.0), vec![request(&service, None)], to),
        ("service page, signed in", Some(20_000.0), each(&|_| service.clone()), to),
        ("a person's case", Some(8_000.0), each(&case_of), to),
        ("worklist of 50", Some(2_500.0), worklist, to),
        ("home page, anybody", None, vec![request("/ar/", None)], to),
        ("my cases", None, each(&|_| "/ar/cases".into()), to),
    ];
    check(to, &all[2].2[0], "afaq").await?;
    check(to, &all[3].2[0], &people.first().map(|(owned, _)| owned.case.to_string()).unwrap_or_default())
        .await?;
    check(to, &all[4].2[0], "/ar/desk/cases/").await?;
    Ok(all
        .into_iter()
        .map(|(name, target, requests, to)| Page { name, target, requests: Arc::new(requests), to })
        .collect())
}

/// A page must be the page that is meant, not a way to the sign-in.
async fn check(to: SocketAddr, request: &[u8], holds: &str) -> Result<(), Failure> {
    let plain = String::from_utf8_lossy(request).replace("accept-encoding: gzip\r\n", "");
    let mut connection = Connection::open(to).await?;
    let answer = connection.ask(plain.as_bytes()).await?;
    let text = connection.text();
    if answer.status != 200 || !text.contains(holds) {
        return Err(format!("the page is not the one that is meant:\n{text}").into());
    }
    Ok(())
}

/// A request as a browser sends it.
fn request(path: &str, token: Option<&String>) -> Vec<u8> {
    let cookie = token.map(|token| format!("cookie: afaq={token}\r\n")).unwrap_or_default();
    format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\naccept: text/html\r\n\
         accept-language: ar\r\naccept-encoding: gzip\r\n{cookie}\r\n"
    )
    .into_bytes()
}
