import JSONRPC

/// The line to a plugin that is tested: in this process, or in one of its own.
package protocol PluginLink: AnyObject {
    /// Sends a line, which ends with a newline.
    func send(_ line: [UInt8])
    /// The next line from the plugin; `nil` when none came within the time that the link gives it, or none ever will.
    func receive() -> ArraySlice<UInt8>?
}
