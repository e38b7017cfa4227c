"""One script per figure of docs/benchmarks.md. Loopback only, bounded, and nothing here fails a test by the clock."""
