#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The process of a plugin: streams, conversation, exit status.
enum PluginMain {
    /// Carries on the conversation with the host until it ends, and exits.
    static func run<Plugin: EntityPlugin>(_ plugin: Plugin.Type) -> Never {
        exit(64)
    }
}
