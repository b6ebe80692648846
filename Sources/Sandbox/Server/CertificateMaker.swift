import Crypto
import Foundation
import SwiftASN1
import X509

/// Makes the certificates of a sandbox that speaks TLS: an authority, and a leaf for the loopback that it signed.
struct CertificateMaker {
    /// The files that were written.
    struct Files: Sendable, Hashable {
        /// The authority's certificate, which clients are told to trust.
        var authority: URL
        /// The leaf's certificate.
        var leaf: URL
        /// The leaf's key.
        var key: URL
    }

    /// The moment around which the certificates are good.
    let now: Date
    /// Names that the leaf is good for besides those of the loopback.
    var names: [String] = []

    /// Makes both, and writes them as PEM into a folder; the keys are for their owner's eyes alone.
    func write(to folder: URL) throws -> Files {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = Files(
            authority: folder.appendingPathComponent("ca.pem"), leaf: folder.appendingPathComponent("server.pem"),
            key: folder.appendingPathComponent("server.key"))
        let authorityKey = P256.Signing.PrivateKey()
        let leafKey = P256.Signing.PrivateKey()
        let authority = try authority(authorityKey)
        let leaf = try leaf(leafKey, signedBy: authority, key: authorityKey)
        try Data(try authority.serializeAsPEM().pemString.utf8).write(to: files.authority)
        try Data((try leaf.serializeAsPEM().pemString + "\n").utf8).write(to: files.leaf)
        try writePrivately(leafKey.pemRepresentation, to: files.key)
        return files
    }

    private func authority(_ key: P256.Signing.PrivateKey) throws -> Certificate {
        let name = try DistinguishedName {
            CommonName("Couplet sandbox authority")
            OrganizationName("Couplet sandbox")
        }
        return try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: now - 86_400,
            notValidAfter: now + 86_400 * 365, issuer: name, subject: name,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
            }, issuerPrivateKey: .init(key))
    }

    private func leaf(
        _ key: P256.Signing.PrivateKey, signedBy authority: Certificate, key authorityKey: P256.Signing.PrivateKey
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: now - 86_400,
            notValidAfter: now + 86_400 * 364, issuer: authority.subject,
            subject: try DistinguishedName { CommonName("localhost") },
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(
                    [
                        .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                        .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
                    ] + names.map { .dnsName($0) })
                AuthorityKeyIdentifier(keyIdentifier: try authority.extensions.subjectKeyIdentifier?.keyIdentifier)
                SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
            }, issuerPrivateKey: .init(authorityKey))
    }

    private func writePrivately(_ text: String, to file: URL) throws {
        try? FileManager.default.removeItem(at: file)  // It may not be there.
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data((text + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
    }
}
