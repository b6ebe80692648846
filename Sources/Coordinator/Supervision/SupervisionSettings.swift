import JSONRPC
package import Logging
package import Model
package import PluginProtocol

/// What supervision tells plugins, and how it treats them.
package struct SupervisionSettings: Sendable {
    /// The host's name and version, for the plugin's log.
    package var product: Initialize.Product
    /// The language of sentences.
    package var language: Language
    /// The limits of a conversation; a manifest may lower them.
    package var limits: Limits
    /// How long supervision waits for what.
    package var timing: SupervisionTiming
    /// Takes secrets out of what plugins write.
    package var redaction: Redaction
    /// Where what plugins write goes.
    package var logger: Logger

    /// Creates settings; what is not named is as the protocol has it.
    package init(
        product: Initialize.Product, language: Language = .en, limits: Limits = .standard,
        timing: SupervisionTiming = SupervisionTiming(), redaction: Redaction = Redaction(), logger: Logger
    ) {
        self.product = product
        self.language = language
        self.limits = limits
        self.timing = timing
        self.redaction = redaction
        self.logger = logger
    }
}
