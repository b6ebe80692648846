package import Foundation
import JSON

/// A sandbox that listens.
package struct RunningSandbox: Sendable {
    /// Its parts.
    package let core: SandboxCore
    /// The certificate of the authority that clients are told to trust; `nil` without TLS.
    package let authority: URL?

    /// Where a listener can be reached.
    package subscript(listener: SandboxListener) -> String { core.addresses[listener] }

    /// The address at which tokens are given.
    package var tokenURL: String { "\(self[.signIn])/\(core.organization.tenant)/oauth2/v2.0/token" }

    /// What a client needs to know, as the ready file says it.
    package var readyText: [UInt8] {
        let organization = core.organization
        func application(_ name: String) -> Organization.Application? {
            organization.applications.first { $0.name == name }
        }
        func access(_ listener: SandboxListener) -> JSONValue {
            ["url": .string(self[listener]), "scope": .string(self[listener] + "/.default")]
        }
        let value: JSONValue = [
            "clientId": .string(application("couplet")?.client ?? ""),
            "clientSecret": .string(application("couplet")?.secret ?? ""),
            "humanClientId": .string(application("human")?.client ?? ""),
            "humanClientSecret": .string(application("human")?.secret ?? ""), "tokenURL": .string(tokenURL),
            "authority": .string("\(self[.signIn])/\(organization.tenant)"),
            "tenant": .string(organization.tenant), "environment": .string(organization.environment),
            "companyId": .string(organization.company), "companyName": .string(organization.companyName),
            "erp": access(.erp), "crm": access(.crm), "control": .string(self[.control] + "/sandbox"),
            "ca": authority.map { .string($0.path) } ?? .null,
            "pid": .number("\(ProcessInfo.processInfo.processIdentifier)"),
        ]
        return JSON.encode(value) + [UInt8(ascii: "\n")]
    }
}
