"""Bitim: self-hosted online mediation for social and inter-ethnic conflict."""

__version__ = "0.1.0"
