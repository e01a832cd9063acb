//! The way to an object store: HTTP/1.1 over TLS, kept open, and never waited for without an end.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::{TokioExecutor, TokioIo};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
    HttpResponseBody, HttpService,
};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;

use super::super::{Patience, S3Options};
use crate::{StoreError, limits, tls};

/// Makes and keeps connections to one object store.
#[derive(Clone)]
pub(super) struct Connector {
    client: Client<Dial, HttpRequestBody>,
    patience: Patience,
}

impl Connector {
    pub(super) fn new(options: &S3Options) -> Result<Self, StoreError> {
        let is_plain = options.endpoint.starts_with("http://");
        let tls = if is_plain { None } else { Some(tls::client(options.authorities.as_deref())?) };
        let dial = Dial {
            tls: tls.map(|config| TlsConnector::from(Arc::new(config))),
            patience: options.patience.connect,
        };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(hyper_util::rt::TokioTimer::new())
            .pool_idle_timeout(Duration::from_millis(limits::OBJECT_IDLE_MS))
            .build(dial);
        Ok(Self { client, patience: options.patience })
    }
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connector").finish_non_exhaustive()
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

impl HttpService for Connector {
    fn call<'service, 'answer>(
        &'service self,
        request: HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'answer>>
    where
        'service: 'answer,
        Self: 'answer,
    {
        Box::pin(async move {
            let answer = timeout(self.patience.answer, self.client.request(request)).await;
            let answer = answer.map_err(|_| HttpError::new(HttpErrorKind::Timeout, Silent))?;
            let answer = answer.map_err(|error| {
                let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Request };
                HttpError::new(kind, error)
            })?;
            let (parts, body) = answer.into_parts();
            Ok(HttpResponse::from_parts(
                parts,
                HttpResponseBody::new(Paced::new(body, self.patience.silence)),
            ))
        })
    }
}

/// What is said of a store that does not answer.
#[derive(Debug, thiserror::Error)]
#[error("no answer in time")]
struct Silent;

/// A body that fails when nothing comes for a while.
struct Paced {
    body: Incoming,
    silence: Duration,
    until: Pin<Box<Sleep>>,
}

impl Paced {
    fn new(body: Incoming, silence: Duration) -> Self {
        Self { body, silence, until: Box::pin(tokio::time::sleep(silence)) }
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(frame) => {
                let next = Instant::now() + self.silence;
                self.until.as_mut().reset(next);
                let cut = |error| HttpError::new(HttpErrorKind::Interrupted, error);
                Poll::Ready(frame.map(|frame| frame.map_err(cut)))
            }
            Poll::Pending => {
                ready!(self.until.as_mut().poll(context));
                Poll::Ready(Some(Err(HttpError::new(HttpErrorKind::Timeout, Silent))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Opens connections.
#[derive(Clone)]
struct Dial {
    tls: Option<TlsConnector>,
    patience: Duration,
}

impl tower::Service<hyper::Uri> for Dial {
    type Response = Line;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = std::io::Result<Line>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: hyper::Uri) -> Self::Future {
        let (tls, patience) = (self.tls.clone(), self.patience);
        Box::pin(async move {
            let open = open(tls, to);
            timeout(patience, open).await.unwrap_or_else(|_| Err(std::io::ErrorKind::TimedOut.into()))
        })
    }
}

async fn open(tls: Option<TlsConnector>, to: hyper::Uri) -> std::io::Result<Line> {
    let host = to.host().unwrap_or_default().trim_matches(['[', ']']).to_string();
    let port = to.port_u16().unwrap_or(if tls.is_some() { 443 } else { 80 });
    let stream = TcpStream::connect((host.as_str(), port)).await?;
    stream.set_nodelay(true)?;
    match tls {
        None => Ok(Line::Plain(TokioIo::new(stream))),
        Some(tls) => {
            let name = ServerName::try_from(host).map_err(std::io::Error::other)?;
            Ok(Line::Tls(Box::new(TokioIo::new(tls.connect(name, stream).await?))))
        }
    }
}

/// An open connection, with TLS or, on a machine's own addresses, without.
enum Line {
    Plain(TokioIo<TcpStream>),
    Tls(Box<TokioIo<TlsStream<TcpStream>>>),
}

impl Connection for Line {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: ReadBufCursor<'_>,
    ) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(line) => Pin::new(line).poll_read(context, into),
            Self::Tls(line) => Pin::new(line.as_mut()).poll_read(context, into),
        }
    }
}

impl Write for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(line) => Pin::new(line).poll_write(context, bytes),
            Self::Tls(line) => Pin::new(line.as_mut()).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(line) => Pin::new(line).poll_flush(context),
            Self::Tls(line) => Pin::new(line.as_mut()).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(line) => Pin::new(line).poll_shutdown(context),
            Self::Tls(line) => Pin::new(line.as_mut()).poll_shutdown(context),
        }
    }
}

impl Connector {
    /// Sends one request of our own and answers its status and its body, up to a limit.
    pub(super) async fn ask(&self, request: HttpRequest) -> Result<(u16, Vec<u8>), HttpError> {
        let answer = self.call(request).await?;
        let status = answer.status().as_u16();
        let body = http_body_util::Limited::new(answer.into_body(), limits::OBJECT_LOOK_BYTES_MAX);
        let bytes =
            body.collect().await.map_err(|error| HttpError::new_boxed(HttpErrorKind::Decode, error))?;
        Ok((status, bytes.to_bytes().to_vec()))
    }
}
