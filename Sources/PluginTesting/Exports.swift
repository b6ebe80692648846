@_exported public import Conformance
@_exported public import PluginKit
