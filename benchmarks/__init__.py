"""How fast the dashboard is, beside what else could show the same figures: ``make benchmarks``, report in report.md."""
