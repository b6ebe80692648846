import ArgumentParser
import Availability
import Foundation
import JSON
import Model
import UnixSignals

/// `couplet availability serve`: the same over HTTP, for a form in the CRM.
struct AvailabilityServe: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "serve",
            abstract: Help.said(
                "Answers a form in the CRM over HTTP, until Ctrl-C.",
                "Répond par HTTP à un formulaire du CRM, jusqu'à Ctrl-C."),
            discussion: Help.said(
                """
                The configuration says who may ask (availability: user, accessKey). It listens on this machine alone unless \
                the configuration names another address and a certificate for it.

                  curl -u USER:KEY 'http://127.0.0.1:8645/availability?item=A10000'
                """,
                """
                La configuration dit qui peut demander (availability : user, accessKey). Il n'écoute que sur cette machine, \
                sauf si la configuration nomme une autre adresse et un certificat pour elle.

                  curl -u UTILISATEUR:CLÉ 'http://127.0.0.1:8645/availability?item=A10000'
                """))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        help: .said(
            "The port, in place of the configuration's; 0 for any that is free.",
            "Le port, au lieu de celui de la configuration ; 0 pour n'importe quel port libre.", valueName: "port"))
    var port: Int?

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError(
                Help.said("--port is between 0 and 65535.", "--port est compris entre 0 et 65535."))
        }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let configuration = try session.readConfiguration()
            guard let settings = configuration.availability else {
                throw ConfigurationError(
                    path: options.configuration, line: nil, reason: .missing("availability"))
            }
            let key = try await session.secretReader(configuration).read(settings.accessKey)
            let access = try AccessKey(user: settings.user, key: key)
            var address = settings.address
            if let port { address.port = port }
            return try await session.withAvailability(configuration) { desk in
                let service = AvailabilityService(
                    key: access, origin: configuration.crm.origin, language: session.language
                ) { try await desk.answer($0) }
                return try await AvailabilityServer(address, service).run { place in
                    // The result of this command is where it answers: programs wait for the line.
                    session.console.print(
                        session.options.json
                            ? (["url": .string(place)] as JSONValue).line : session.sentences.answersAt(place))
                    for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) { break }
                    return ExitCodes.complete
                }
            }
        }
    }
}

extension Configuration.Dataverse {
    /// The origin of its pages, as a browser names it; `nil` when the address is none.
    fileprivate var origin: String? {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host else {
            return nil
        }
        return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }
}
