//! The style of the page for reviewers.

/// Plain, printable, the same for both directions.
pub(super) const STYLE: &str = "body{font-family:system-ui,'Noto Sans Arabic',sans-serif;line-height:1.6;color:#1b2430;margin:0}main{max-inline-size:70rem;margin-inline:auto;padding:2rem 1rem}h2{margin-block-start:2.5rem;border-block-end:1px solid #d5dbe3;padding-block-end:.25rem}table{border-collapse:collapse;inline-size:100%}th,td{text-align:start;vertical-align:top;padding:.4rem .6rem;border-block-end:1px solid #e4e8ee}th{background:#f4f6f9}code{font-size:.9em;unicode-bidi:isolate}.mark{display:inline-block;background:#fff3d6;border-radius:.3rem;padding:0 .5rem}.scroll{overflow-x:auto}";
