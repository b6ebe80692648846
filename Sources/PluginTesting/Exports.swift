@_exported public import PluginKit
