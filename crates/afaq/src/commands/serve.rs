//! `afaq serve`: the portal and the desk, background work, and a graceful end.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use afaq_app::App;
use afaq_gateways::{DemoIdentity, SystemClock};
use anyhow::{Context, bail};
use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::runtime;
use crate::settings::{self, LogFormat, Settings};
use crate::wiring::{self, House};

/// How often the background looks for due work and for what other processes published.
const IDLE: Duration = Duration::from_millis(500);
/// How often expired drafts, sessions and files are swept away.
const SWEEP: Duration = Duration::from_secs(600);
/// How long requests may go on after the stop was asked.
const GRACE: Duration = Duration::from_secs(20);

/// What `serve` needs.
#[derive(Debug, Args)]
pub struct Options {
    /// The settings file
    #[arg(long)]
    settings: Option<PathBuf>,
}

/// Serves until it is stopped.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let settings = settings::read(options.settings.as_deref(), std::env::vars())?;
    start_logging(&settings)?;
    let Some(world) = settings.demonstration.clone() else {
        bail!(
            "no identity provider and no registers are connected yet: set `[demonstration]` with `people` and `seed` to try the program with generated people"
        );
    };
    let runtime = runtime()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(settings.listen)
            .await
            .with_context(|| format!("can't listen on {}", settings.listen))?;
        let opening = wiring::Opening {
            clock: Arc::new(SystemClock),
            city: Arc::new(wiring::city_of(&world)?),
            has_lazy_documents: false,
            repeatable: None,
        };
        let house = wiring::open_demonstration(&settings, opening).await?;
        until_stopped(house, listener, &settings, || Ok(())).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Starts logging by the settings. Logs carry no personal data: names of routes, kinds and times only.
pub fn start_logging(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.log).context("the setting `log`")?;
    let logging = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match settings.log_format {
        LogFormat::Json => logging.json().try_init(),
        LogFormat::Text => logging.try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging: {error}"))
}

/// Serves requests and background work until a signal, then ends in good order.
pub async fn until_stopped(
    house: House,
    listener: TcpListener,
    settings: &Settings,
    ready: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let app = house.app.clone();
    let web = afaq_web::Settings {
        demonstration: Some(afaq_web::Demonstration {
            people: crate::demo::guide(&house.city),
            sign_payment: {
                let payment = house.payment.clone();
                Arc::new(move |reference, transaction, amount| payment.sign(reference, transaction, amount))
            },
        }),
        is_https: settings.base_url.starts_with("https://"),
        metrics_token: settings.metrics_token.clone(),
    };
    let router = afaq_web::router(app.clone(), web);
    let background = tokio::spawn(background(app.clone(), stopped.clone()));
    let hearing = tokio::spawn(hear(app.clone(), house.identity.clone(), stopped.clone()));
    let mut until = stopped.clone();
    let server = axum_serve(listener, router, async move {
        is_stopped(&mut until).await;
    });
    let server = tokio::spawn(server);
    ready()?;
    signal().await;
    stop.send_replace(true);
    if tokio::time::timeout(GRACE, server).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    if tokio::time::timeout(GRACE, background).await.is_err() {
        tracing::warn!("the background work did not end in time; its leases move on");
    }
    drop(hearing.await);
    house.renderer.rest();
    app.store().close().await;
    Ok(())
}

async fn axum_serve(
    listener: TcpListener,
    router: afaq_web::Router,
    until: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    afaq_web::serve(listener, router, until).await.context("the server")
}

/// Waits for Ctrl-C or the system's request to end.
async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

/// Waits until the stop was asked.
async fn is_stopped(stopped: &mut tokio::sync::watch::Receiver<bool>) {
    drop(stopped.wait_for(|is_stopped| *is_stopped).await);
}

/// Takes in what other processes published, announced or erased, however much work there is.
async fn hear(app: App, identity: Arc<DemoIdentity>, mut stopped: tokio::sync::watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = is_stopped(&mut stopped) => return,
            () = tokio::time::sleep(IDLE) => match app.refresh_catalogue().await {
                Ok(true) => identity.set_roles(wiring::roles(&app)),
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "the published services"),
            },
        }
    }
}

/// Does jobs as they fall due, and sweeps what has expired.
async fn background(app: App, mut stopped: tokio::sync::watch::Receiver<bool>) {
    let worker = format!("worker-{}", std::process::id());
    let mut news = app.store().watch();
    let mut sweep = tokio::time::interval(SWEEP);
    let mut look = tokio::time::interval(IDLE);
    loop {
        match app.run_jobs(&worker).await {
            Ok(done) if done.done + done.failed > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "background work"),
        }
        tokio::select! {
            () = is_stopped(&mut stopped) => return,
            _ = news.changed() => {}
            _ = look.tick() => {}
            _ = sweep.tick() => {
                if let Err(error) = app.store().sweep(app.now()).await {
                    tracing::error!(%error, "sweeping");
                }
                if let Err(error) = app.store().expire_inbound(app.now()).await {
                    tracing::error!(%error, "kept messages");
                }
                // What has had its time goes, and what was done is in the log.
                match app.sweep_retention().await {
                    Ok(done) if done.is_full() => sweep.reset_after(IDLE),
                    Ok(_) => {}
                    Err(error) => tracing::error!(%error, "retention"),
                }
            }
        }
    }
}
