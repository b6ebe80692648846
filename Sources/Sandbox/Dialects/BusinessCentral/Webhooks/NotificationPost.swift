/// Sends what a webhook has to tell to the address that a client named.
package protocol NotificationPost: Sendable {
    /// Posts a body; the answer is the status and the body that came back, `nil` when nothing did.
    func post(_ body: [UInt8], to address: String) async -> (status: Int, body: [UInt8])?
}
