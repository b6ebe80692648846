/// One of the two cloud services that the sandbox stands in for.
package enum SandboxSystem: String, Sendable, Hashable, CaseIterable, Codable {
    /// Business Central: API v2.0, custom API routes, OData web services.
    case businessCentral
    /// Dataverse: the Web API of Dynamics 365 Sales.
    case dataverse
}
