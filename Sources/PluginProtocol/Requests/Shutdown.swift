public import JSON

/// The host asks a plugin to finish; it closes the stream afterwards.
public enum Shutdown: RPCMethod {
    /// The name on the wire.
    public static let name = "shutdown"

    /// Nothing is to be said.
    public typealias Parameters = Nothing

    /// Nothing is to be answered.
    public typealias Result = Nothing
}
