// swift-tools-version: 6.2
import PackageDescription

/// The conversation between host and plugin as a benchmark: the modules that it consists of, and nothing else to build.
let package = Package(
    name: "couplet",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .target(name: "Model"),
        .target(name: "JSON"),
        .target(name: "JSONRPC", dependencies: ["JSON"]),
        .target(name: "PluginProtocol", dependencies: ["JSON", "Model"]),
        .executableTarget(
            name: "Conversation",
            dependencies: [
                "JSON", "JSONRPC", "Model", "PluginProtocol",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"), .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
}
