import Foundation

/// The configuration that names a sandbox as both systems.
struct SandboxConfiguration {
    /// The first line, by which a file is known that may be written anew.
    static let mark = "# Written by couplet sandbox start, and anew by the next one: copy it to keep changes."

    let place: SandboxPlace
    let secret: String
    let store: String

    /// Whether the file at a path may be replaced: it is not there, or an earlier start wrote it.
    static func mayReplace(_ path: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: path) else {
            return !FileManager.default.fileExists(atPath: path)
        }
        return data.starts(with: Data(mark.utf8))
    }

    /// The YAML.
    var text: String {
        """
        \(Self.mark)
        # docs/guides/connect.md shows the same for real systems, with everything that has a default.

        erp:
          system: business-central
          url: \(place.erp)
          # \(place.companyName)
          company: \(place.company)
          signIn:
            # Real systems are named by their directory; the sandbox signs in by itself.
            tokenURL: \(place.tokenURL)
            scope: \(place.erpScope)
            client: \(place.clientID)
            secret:
              # One of: environment, file (mode 0600), command.
              file: \(secret)

        crm:
          system: dataverse
          url: \(place.crm)
          signIn:
            tokenURL: \(place.tokenURL)
            scope: \(place.crmScope)
            client: \(place.clientID)
            secret:
              file: \(secret)

        # Couplings, jobs and history. A new company of the sandbox begins a new store.
        store: \(store)
        \(place.authority.map { "\n# The sandbox made its own certificate.\ncertificateAuthority: \($0)\n" } ?? "")
        """
    }
}
