"""OSS Inspector: reads captured object-storage errors, explains them and keeps their request IDs."""

__version__ = "0.1.0"
