public import Conformance
public import PluginKit

extension Transcript {
    /// Has a plugin of this process live through a conversation again, and says where it decides or answers otherwise; nothing, when all is as it was.
    public func differences<Plugin: EntityPlugin>(with plugin: Plugin.Type) -> [String] {
        differences(with: SessionLink(plugin))
    }

    /// The same for a plugin that is a value.
    package func differences(with plugin: any PluginBehavior) -> [String] {
        differences(with: SessionLink(plugin))
    }
}
