#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// What makes a store this store.
package struct StoreIdentity: Sendable, Hashable {
    /// The namespace of the keys that we choose for records we create; made once, at random.
    package var namespace: UUID
    /// The environment that the store was bound to; `nil` before its first run.
    package var environment: EnvironmentIdentity?

    /// Creates an identity.
    package init(namespace: UUID, environment: EnvironmentIdentity?) {
        self.namespace = namespace
        self.environment = environment
    }
}

/// Which two systems a store is about.
///
/// A difference stops every run: a copied store must never write to another system.
package struct EnvironmentIdentity: Sendable, Hashable {
    /// The ERP: its root URL and company id.
    package var erp: String
    /// The CRM: its root URL and organization id.
    package var crm: String

    /// Creates the identity of an environment.
    package init(erp: String, crm: String) {
        self.erp = erp
        self.crm = crm
    }
}
