//! The Prometheus text: the process's figures, read when asked for.
//!
//! Shape   one collector that writes plain numbers; nothing is kept between two calls.
//! Units   bytes and seconds, as Prometheus wants them.
//! Limits  the text format 0.0.4: `prometheus-client` writes OpenMetrics, whose counters have a
//!         suffix that their TYPE line lacks, so counters are named with it and written as they are.

use std::fmt::{Error as FmtError, Result as FmtResult};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType::{self, Counter, Gauge, Histogram};
use prometheus_client::registry::Registry;

use super::statistics::Statistics;
use crate::converter::tally::{self, Outcome};
use crate::error::{Error, Result, Status};
use crate::formats::Format;
use crate::memory::pool::PoolStats;

/// The figures of now.
pub(crate) fn text() -> Result<Vec<u8>> {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Figures(Statistics::now())));
    let mut text = String::new();
    prometheus_client::encoding::text::encode_registry(&mut text, &registry)
        .map_err(|FmtError| Error::new(Status::Internal, "the metrics could not be written"))?;
    Ok(text.into_bytes())
}

#[derive(Debug)]
struct Figures(Statistics);

impl Collector for Figures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> FmtResult {
        for (name, kind, help, value) in self.plain() {
            encoder.encode_descriptor(name, help, None, kind)?.encode_gauge(&value)?;
        }
        self.conversions(&mut encoder)?;
        self.times(&mut encoder)?;
        self.pools(&mut encoder)?;
        durations(encoder)
    }
}

type Plain = (&'static str, MetricType, &'static str, i64);

impl Figures {
    fn plain(&self) -> [Plain; 18] {
        let now = &self.0;
        let (limit, peak) = (now.memory_limit as i64, now.memory_peak as i64);
        let (handles, outputs) = (now.live_handles as i64, now.outstanding_outputs as i64);
        [
            (
                "legacybridge_memory_bytes",
                Gauge,
                "Bytes that the library holds.",
                now.memory_in_use as i64,
            ),
            ("legacybridge_memory_peak_bytes", Gauge, "The most bytes ever held.", peak),
            ("legacybridge_memory_limit_bytes", Gauge, "The memory limit; 0 means none.", limit),
            (
                "legacybridge_runtime_bytes",
                Gauge,
                "Bytes that the language runtime keeps for waiting threads.",
                now.runtime_bytes as i64,
            ),
            (
                "legacybridge_allocations_total",
                Counter,
                "Times that the library asked the system for memory.",
                now.allocations as i64,
            ),
            (
                "legacybridge_active_conversions",
                Gauge,
                "Conversions that run now.",
                now.active_conversions as i64,
            ),
            ("legacybridge_live_handles", Gauge, "Converters made and not destroyed.", handles),
            ("legacybridge_outstanding_outputs", Gauge, "Outputs not yet freed.", outputs),
            (
                "legacybridge_refused_total",
                Counter,
                "Conversions refused for want of memory.",
                now.conversions_refused as i64,
            ),
            (
                "legacybridge_waited_total",
                Counter,
                "Conversions that had to wait for memory.",
                now.conversions_waited as i64,
            ),
            (
                "legacybridge_input_bytes_total",
                Counter,
                "Bytes of all inputs.",
                now.bytes_in as i64,
            ),
            (
                "legacybridge_output_bytes_total",
                Counter,
                "Bytes of all outputs.",
                now.bytes_out as i64,
            ),
            (
                "legacybridge_ignored_frees_total",
                Counter,
                "Calls to free something that was not an output.",
                now.ignored_frees as i64,
            ),
            (
                "legacybridge_interner_entries",
                Gauge,
                "Strings stored.",
                now.interner.entries as i64,
            ),
            (
                "legacybridge_interner_bytes",
                Gauge,
                "Bytes of those strings.",
                now.interner.bytes as i64,
            ),
            (
                "legacybridge_interner_hits_total",
                Counter,
                "Strings that were found.",
                now.interner.hits as i64,
            ),
            (
                "legacybridge_interner_misses_total",
                Counter,
                "Strings that were stored.",
                now.interner.misses as i64,
            ),
            (
                "legacybridge_interner_clears_total",
                Counter,
                "Cleanups of the stored strings.",
                now.interner.clears as i64,
            ),
        ]
    }

    fn conversions(&self, encoder: &mut DescriptorEncoder<'_>) -> FmtResult {
        let help = "Conversions by direction and outcome.";
        let mut family =
            encoder.encode_descriptor("legacybridge_conversions_total", help, None, Counter)?;
        for from in Format::ALL {
            for to in Format::outputs() {
                for outcome in Outcome::ALL {
                    let count = tally::conversions(from, to, outcome) as i64;
                    // An input whose format was never found out is worth a line only if there is one.
                    if from.row().reader.is_some() || count > 0 {
                        let labels =
                            [("from", from.name()), ("to", to.name()), ("outcome", outcome.name())];
                        family.encode_family(&labels)?.encode_gauge(&count)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn times(&self, encoder: &mut DescriptorEncoder<'_>) -> FmtResult {
        let help = "How long conversions took together, by direction, in microseconds.";
        let name = "legacybridge_conversion_microseconds_total";
        let mut family = encoder.encode_descriptor(name, help, None, Counter)?;
        for from in Format::ALL {
            for to in Format::outputs() {
                let time = tally::duration_of(from, to).as_micros() as i64;
                if from.row().reader.is_some() || time > 0 {
                    let labels = [("from", from.name()), ("to", to.name())];
                    family.encode_family(&labels)?.encode_gauge(&time)?;
                }
            }
        }
        Ok(())
    }

    fn pools(&self, encoder: &mut DescriptorEncoder<'_>) -> FmtResult {
        let now = &self.0;
        let pools = [
            ("buffers", now.buffers),
            ("strings", now.strings),
            ("nodes", now.nodes),
            ("workspaces", now.workspaces),
            ("blocks", now.blocks),
        ];
        type Family = (&'static str, MetricType, &'static str, fn(&PoolStats) -> i64);
        let families: [Family; 4] = [
            ("legacybridge_pool_hits_total", Counter, "Items taken from a pool.", |pool| {
                pool.hits as i64
            }),
            (
                "legacybridge_pool_misses_total",
                Counter,
                "Items made because a pool had none.",
                |pool| pool.misses as i64,
            ),
            ("legacybridge_pool_idle", Gauge, "Items that wait in a pool.", |pool| {
                pool.idle as i64
            }),
            (
                "legacybridge_pool_retained_bytes",
                Gauge,
                "Bytes that the waiting items hold.",
                |pool| pool.retained_bytes as i64,
            ),
        ];
        for (name, kind, help, value) in families {
            let mut family = encoder.encode_descriptor(name, help, None, kind)?;
            for (pool, stats) in &pools {
                labelled(&mut family, pool, value(stats))?;
            }
        }
        Ok(())
    }
}

fn labelled(family: &mut MetricEncoder<'_>, pool: &str, value: i64) -> FmtResult {
    family.encode_family(&[("pool", pool)])?.encode_gauge(&value)
}

fn durations(mut encoder: DescriptorEncoder<'_>) -> FmtResult {
    let counts = tally::durations();
    let buckets: [(f64, u64); tally::DURATIONS.len()] = std::array::from_fn(|index| {
        let bound = tally::DURATIONS[index];
        let seconds = if bound == u64::MAX { f64::INFINITY } else { bound as f64 / 1e6 };
        (seconds, counts[index])
    });
    let help = "How long conversions took, waiting included.";
    let name = "legacybridge_conversion_seconds";
    let sum = tally::duration().as_secs_f64();
    encoder.encode_descriptor(name, help, None, Histogram)?.encode_histogram::<NoLabelSet>(
        sum,
        counts.iter().sum(),
        &buckets,
        None,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use prometheus_parse::{Scrape, Value};

    fn scraped(text: &str) -> Scrape {
        Scrape::parse(text.lines().map(|line| Ok(line.to_owned()))).expect("the text format")
    }

    #[test]
    fn a_parser_of_prometheus_reads_every_family() {
        let converter = crate::converter::Converter::new(crate::options::Options::default());
        let convert = |from, bytes: &[u8]| {
            converter.as_ref().expect("a converter").convert(from, Format::Rtf, bytes).is_ok()
        };
        assert!(convert(Format::Markdown, b"a *word*"));
        assert!(!convert(Format::Markdown, b"\xFF"));
        let text = String::from_utf8(text().unwrap()).unwrap();
        let scrape = scraped(&text);
        // Every family that the text declares has samples, a help and the type that was declared.
        for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
            let (name, kind) = line.split_once(' ').unwrap();
            assert!(scrape.docs.get(name).is_some_and(|help| help.ends_with('.')), "{name}");
            let mut samples =
                scrape.samples.iter().filter(|sample| sample.metric == name).peekable();
            assert!(samples.peek().is_some(), "{name}");
            for sample in samples {
                match (kind, &sample.value) {
                    ("gauge", Value::Gauge(value)) | ("counter", Value::Counter(value)) => {
                        assert!(*value >= 0.0 && value.fract() == 0.0, "{name} {value}");
                    }
                    ("histogram", Value::Histogram(_)) => {}
                    _ => panic!("{name} is no {kind}: {:?}", sample.value),
                }
            }
        }
        let value = |name: &str, labels: &[(&str, &str)]| {
            let found = scrape.samples.iter().find(|sample| {
                sample.metric == name
                    && labels.iter().all(|(key, value)| sample.labels.get(key) == Some(*value))
            });
            match found.unwrap_or_else(|| panic!("{name} {labels:?}")).value {
                Value::Gauge(value) | Value::Counter(value) | Value::Untyped(value) => value,
                ref other => panic!("{name}: {other:?}"),
            }
        };
        let conversions = |outcome| {
            let labels = [("from", "markdown"), ("to", "rtf"), ("outcome", outcome)];
            value("legacybridge_conversions_total", &labels)
        };
        assert!(conversions("done") >= 1.0 && conversions("failed") >= 1.0);
        assert!(value("legacybridge_memory_bytes", &[]) > 0.0);
        for pool in ["buffers", "strings", "nodes", "workspaces"] {
            value("legacybridge_pool_hits_total", &[("pool", pool)]);
        }
    }

    #[test]
    fn the_histogram_adds_up() {
        let text = String::from_utf8(text().unwrap()).unwrap();
        let scrape = scraped(&text);
        let name = "legacybridge_conversion_seconds";
        let histogram = scrape.samples.iter().find(|sample| sample.metric == name).unwrap();
        let Value::Histogram(buckets) = &histogram.value else { panic!("{:?}", histogram.value) };
        assert_eq!(buckets.len(), tally::DURATIONS.len());
        assert!(buckets.windows(2).all(|pair| pair[0].less_than < pair[1].less_than));
        assert!(buckets.windows(2).all(|pair| pair[0].count <= pair[1].count));
        let last = buckets.last().unwrap();
        assert_eq!(last.less_than, f64::INFINITY);
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}_count ")));
        assert_eq!(line.and_then(|count| count.parse().ok()), Some(last.count));
    }

    /// What a scraper relies on: each sample belongs to the HELP and TYPE lines before it.
    #[test]
    fn every_sample_has_its_help_and_type() {
        let text = String::from_utf8(text().unwrap()).unwrap();
        let (mut name, mut samples) = (String::new(), 0);
        for line in text.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                name = help.split(' ').next().unwrap().to_owned();
                assert!(help.len() > name.len() + 1);
            } else if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (typed, kind) = kind.split_once(' ').unwrap();
                assert_eq!(typed, name);
                assert_eq!(kind == "counter", typed.ends_with("_total"), "{line}");
            } else {
                let sample = line.split(['{', ' ']).next().unwrap();
                let suffix = sample.strip_prefix(&*name).unwrap_or_else(|| panic!("{line}"));
                assert!(["", "_sum", "_count", "_bucket"].contains(&suffix), "{line}");
                assert!(line.rsplit(' ').next().unwrap().parse::<f64>().is_ok(), "{line}");
                samples += 1;
            }
        }
        assert!(samples > 60, "{samples}");
        assert!(
            text.contains("\nlegacybridge_memory_bytes ")
                || text.contains("legacybridge_memory_bytes ")
        );
        assert!(text.contains("legacybridge_conversion_seconds_bucket{le=\"+Inf\"} "));
    }
}
