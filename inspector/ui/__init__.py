"""The window: the only place that knows Qt. Widgets take values and emit signals; `window` connects them."""
