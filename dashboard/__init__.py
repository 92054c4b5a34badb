"""The Great Purges dashboard: sourced figures on the Soviet terror of 1936 to 1938."""

__version__ = "0.1.0"
