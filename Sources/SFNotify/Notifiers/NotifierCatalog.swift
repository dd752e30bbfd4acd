import SFCore

/// Every notifier that `--notify` knows.
public enum Notifiers {
  public static let catalog = Catalog<any Notifier>(
    "notifier",
    [
      CommandNotifier.entry { $0 },
      SlackNotifier.entry { $0 },
      TelegramNotifier.entry { $0 },
      WebhookNotifier.entry { $0 },
    ])
}
