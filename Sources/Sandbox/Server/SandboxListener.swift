/// The parts of the sandbox, each at a port of its own.
package enum SandboxListener: String, Sendable, Hashable, CaseIterable {
    /// Business Central.
    case erp
    /// Dataverse.
    case crm
    /// The token service.
    case signIn
    /// The control of the sandbox itself.
    case control

    /// The system that answers there.
    package var system: SandboxSystem? {
        switch self {
        case .erp: .businessCentral
        case .crm: .dataverse
        case .signIn, .control: nil
        }
    }
}
