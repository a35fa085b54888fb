"""The dock panel and dialogs: `.ui` files and the widget classes behind them, on top of `plugin`."""
