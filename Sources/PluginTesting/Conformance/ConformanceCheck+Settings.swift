package import Conformance
import JSON
package import PluginKit
import PluginProtocol

extension ConformanceCheck {
    /// Compares what the plugin lets people configure with what its manifest says of it; a manifest need not say anything.
    package mutating func checkSettings(_ known: [Setting]) {
        guard let schema = manifest?.configSchema, let told = schema["properties"]?.object?.map(\.name) else { return }
        let names = known.map(\.name)
        for name in names where !told.contains(name) { broke(.settingsTold, "the manifest does not name \(name)") }
        for name in told where !names.contains(name) { broke(.settingsTold, "the plugin does not know \(name)") }
    }
}
