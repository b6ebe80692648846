import Coordinator
import Model
import PluginProtocol
import Testing

@Suite("What a person reads")
struct SentenceTests {
    /// A sentence in both languages; the blanks that no line breaks at are shown as common ones, `ModelTests` has their rules.
    private func both(_ sentence: (Language) -> String) -> [String] {
        [sentence(.en), sentence(.fr)].map { $0.replacing("\u{A0}", with: " ") }
    }

    /// Something with the words for it.
    struct Told<Subject: Sendable>: Sendable {
        var subject: Subject
        var english: String
        var french: String
        init(_ subject: Subject, _ english: String, _ french: String) {
            (self.subject, self.english, self.french) = (subject, english, french)
        }
    }

    @Test("each problem: what happened, why, what to do", arguments: problems)
    func problemsSay(it: Told<Problem>) {
        #expect(
            both { ProblemSentences.sentence(it.subject, entity: "customers", in: $0).line } == [it.english, it.french])
    }

    @Test("a record in doubt is told as one, whatever became of the answer", arguments: doubts)
    func doubtSays(it: Told<Problem>) {
        let told = both {
            ProblemSentences.sentence(it.subject, entity: "customers", ofRecord: true, in: $0).line
        }
        #expect(told == [it.english, it.french])
    }

    static let doubts: [Told<Problem>] = [
        Told(
            Problem(.timeout, side: .erp),
            "It is not known yet whether it was written. Business Central did not answer in time. Nothing: Couplet finds out before it touches the record again.",
            "On ne sait pas encore si cela a été écrit. Business Central n'a pas répondu à temps. Rien : Couplet le vérifie avant de toucher de nouveau à l'enregistrement."
        ),
        Told(
            Problem(.timeout, side: .erp, remote: .init(status: 504, code: "")),
            "It is not known yet whether it was written. Business Central did not answer in time. Nothing: Couplet finds out before it touches the record again.",
            "On ne sait pas encore si cela a été écrit. Business Central n'a pas répondu à temps. Rien : Couplet le vérifie avant de toucher de nouveau à l'enregistrement."
        ),
        Told(
            Problem(.timeout, side: .crm, remote: .init(status: 500, code: "0x80040216")),
            "It is not known yet whether it was written. Dynamics 365 Sales failed while it worked on it. It answered 500 0x80040216. Nothing: Couplet finds out before it touches the record again.",
            "On ne sait pas encore si cela a été écrit. Dynamics 365 Sales a échoué pendant qu'il y travaillait. Il a répondu 500 0x80040216. Rien : Couplet le vérifie avant de toucher de nouveau à l'enregistrement."
        ),
        Told(
            Problem(.timeout, ["broken"], side: .erp),
            "It is not known yet whether it was written. The connection to Business Central broke before it answered. Nothing: Couplet finds out before it touches the record again.",
            "On ne sait pas encore si cela a été écrit. La connexion à Business Central s'est rompue avant sa réponse. Rien : Couplet le vérifie avant de toucher de nouveau à l'enregistrement."
        ),
    ]

    static let problems: [Told<Problem>] = [
        Told(
            Problem(.signIn, side: .crm, remote: .init(status: 401, code: "invalid_client")),
            "The run of customers was ended. Dynamics 365 Sales refused the sign-in: the secret is wrong or has expired, or the application is not admitted. It answered 401 invalid_client. Renew the application's secret, or admit it there; check with: couplet doctor",
            "L'exécution de customers a été arrêtée. Dynamics 365 Sales a refusé l'identification : le secret est faux ou a expiré, ou l'application n'est pas admise. Il a répondu 401 invalid_client. Renouvelez le secret de l'application, ou admettez-la ; vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.signIn, ["secret"], side: .erp),
            "The run of customers was ended. There is no secret to sign in to Business Central with. Look at where the configuration takes it from: couplet doctor",
            "L'exécution de customers a été arrêtée. Il n'y a pas de secret pour s'identifier auprès de Business Central. Voyez d'où la configuration le prend : couplet doctor"
        ),
        Told(
            Problem(.signIn, ["answer"], side: .erp),
            "The run of customers was ended. What the sign-in service of Business Central answered is no token. Check the token address in the configuration.",
            "L'exécution de customers a été arrêtée. Ce que le service d'identification de Business Central a répondu n'est pas un jeton. Vérifiez l'adresse du jeton dans la configuration."
        ),
        Told(
            Problem(
                .permission, ["accounts"], side: .crm, remote: .init(status: 403, code: "0x80040220", requestID: "r1")),
            "The run of customers was ended. Dynamics 365 Sales does not let Couplet read or write accounts. It answered 403 0x80040220; request r1. Give the application's user a role with rights to it, then: couplet retry",
            "L'exécution de customers a été arrêtée. Dynamics 365 Sales ne permet pas à Couplet de lire ou d'écrire accounts. Il a répondu 403 0x80040220 ; requête r1. Donnez à l'utilisateur de l'application un rôle qui le permet, puis : couplet retry"
        ),
        Told(
            Problem(.schema, ["Customer", "customers", "couplet/customers"], side: .erp),
            "The run of customers was ended. Business Central has no Customer. Looked for as: customers, couplet/customers. Publish or install what is missing there; docs/guides/connect.md says what Couplet needs. Then: couplet retry",
            "L'exécution de customers a été arrêtée. Business Central n'a pas de Customer. Cherché sous : customers, couplet/customers. Publiez ou installez-y ce qui manque ; docs/guides/connect.md dit ce qu'il faut. Puis : couplet retry"
        ),
        Told(
            Problem(.schema, ["accounts"], field: "new_field", side: .crm),
            "The run of customers was ended. Dynamics 365 Sales has no accounts.new_field. Publish or install what is missing there; docs/guides/connect.md says what Couplet needs. Then: couplet retry",
            "L'exécution de customers a été arrêtée. Dynamics 365 Sales n'a pas de accounts.new_field. Publiez ou installez-y ce qui manque ; docs/guides/connect.md dit ce qu'il faut. Puis : couplet retry"
        ),
        Told(
            Problem(.schema, ["changeTracking", "account"], side: .crm),
            "The run of customers was ended. The table account of Dynamics 365 Sales does not keep track of changes. Switch change tracking on for it in its properties, then: couplet retry",
            "L'exécution de customers a été arrêtée. La table account de Dynamics 365 Sales ne suit pas les modifications. Activez-y le suivi des modifications, puis : couplet retry"
        ),
        Told(
            Problem(.mappingChanged),
            "The run of customers was ended. The field map is not the one that its couplings were compared with. Compare everything afresh: couplet sync --rebase customers",
            "L'exécution de customers a été arrêtée. La table des champs n'est plus celle avec laquelle ses couplages ont été comparés. Comparez tout à neuf : couplet sync --rebase customers"
        ),
        Told(
            Problem(.environmentChanged, side: .crm),
            "Nothing was written. Dynamics 365 Sales is not the environment or company that the store belongs to. Name the right system in the configuration, or give this pair of systems a store of its own.",
            "Rien n'a été écrit. Dynamics 365 Sales n'est pas l'environnement ou la société dont cette base fait partie. Nommez le bon système dans la configuration, ou donnez à cette paire de systèmes sa propre base."
        ),
        Told(
            Problem(.invalidConfiguration, ["url"], side: .erp),
            "The run of customers was ended. The address of Business Central in the configuration is no HTTPS address. Mend it, and check with: couplet doctor",
            "L'exécution de customers a été arrêtée. L'adresse de Business Central dans la configuration n'est pas une adresse HTTPS. Corrigez, et vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.invalidConfiguration, ["company"], side: .erp),
            "The run of customers was ended. The company in the configuration does not exist in Business Central. Mend it, and check with: couplet doctor",
            "L'exécution de customers a été arrêtée. La société de la configuration n'existe pas dans Business Central. Corrigez, et vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.invalidConfiguration, ["certificate"], side: .crm),
            "The run of customers was ended. The certificate of Dynamics 365 Sales is not trusted on this machine. Mend it, and check with: couplet doctor",
            "L'exécution de customers a été arrêtée. Le certificat de Dynamics 365 Sales n'est pas reconnu sur cette machine. Corrigez, et vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.invalidConfiguration, ["foreignLink"], side: .crm),
            "The run of customers was ended. Dynamics 365 Sales pointed to another address than the configured one, and nothing was sent there. Mend it, and check with: couplet doctor",
            "L'exécution de customers a été arrêtée. Dynamics 365 Sales a renvoyé à une autre adresse que celle de la configuration, et rien n'y a été envoyé. Corrigez, et vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.invalidConfiguration, ["customers"], side: .erp, remote: .init(status: 400, code: "BadRequest")),
            "The run of customers was ended. Business Central can't be worked with as it is configured (customers). It answered 400 BadRequest. Mend it, and check with: couplet doctor",
            "L'exécution de customers a été arrêtée. La configuration ne permet pas de travailler avec Business Central (customers). Il a répondu 400 BadRequest. Corrigez, et vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.invalidConfiguration, ["needsVersion", "currencies", "^2", "1.4.0"]),
            "The run of customers was ended. It needs currencies in a version ^2; version 1.4.0 is installed. Install plugins that go together; see: couplet plugins",
            "L'exécution de customers a été arrêtée. Il lui faut currencies en version ^2 ; la version 1.4.0 est installée. Installez des modules qui vont ensemble ; voyez : couplet plugins"
        ),
        Told(
            Problem(.invalidConfiguration, ["needsEntity", "unitgroups"]),
            "The run of customers was ended. Its records refer to unitgroups, which is switched off or not installed: they would wait for ever. Switch it on in the configuration (entities: {unitgroups: {enabled: true}}), or choose by the settings what they refer to instead; check with: couplet doctor",
            "L'exécution de customers a été arrêtée. Ses enregistrements se réfèrent à unitgroups, qui est arrêté ou n'est pas installé : ils attendraient toujours. Activez-le dans la configuration (entities: {unitgroups: {enabled: true}}), ou choisissez par les réglages à quoi ils se réfèrent ; vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(
                .invalidConfiguration, ["settings", "team", "No team is named.", "Name one.", "", "Nothing fits.", ""]),
            "The run of customers was ended. Setting team: No team is named. Nothing fits. Name one. Then check with: couplet doctor",
            "L'exécution de customers a été arrêtée. Réglage team : No team is named. Nothing fits. Name one. Puis vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.invalidConfiguration, ["settings", "color", "There is no setting color.", ""]),
            "The run of customers was ended. Setting color: There is no setting color. Mend it in the configuration. Then check with: couplet doctor",
            "L'exécution de customers a été arrêtée. Réglage color : There is no setting color. Corrigez-le dans la configuration. Puis vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.invalidConfiguration, ["noManifest", "/plugins/customers"]),
            "The plugin in /plugins/customers can't be used. It holds no plugin.json. See what is wrong with it: couplet plugins",
            "Le module dans /plugins/customers est inutilisable. Il ne contient pas de plugin.json. Voyez ce qui ne va pas : couplet plugins"
        ),
        Told(
            Problem(.throttled, side: .erp, remote: .init(status: 429, code: "Application_TooManyRequests")),
            "The run of customers was ended. Business Central asked again and again to come back later: its rate limit is used up. It answered 429 Application_TooManyRequests. What was done is stored, and the next run goes on from there: couplet retry",
            "L'exécution de customers a été arrêtée. Business Central a demandé plusieurs fois de revenir plus tard : sa limite de débit est épuisée. Il a répondu 429 Application_TooManyRequests. Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry"
        ),
        Told(
            Problem(.unavailable, side: .erp, remote: .init(status: 503, code: "")),
            "The run of customers was ended. Business Central is not available now. It answered 503. What was done is stored, and the next run goes on from there: couplet retry",
            "L'exécution de customers a été arrêtée. Business Central n'est pas disponible. Il a répondu 503. Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry"
        ),
        Told(
            Problem(.unavailable, ["unreadable"], side: .crm),
            "The run of customers was ended. What Dynamics 365 Sales answered can't be read. Check that the address in the configuration is that of the service: couplet doctor. Then: couplet retry",
            "L'exécution de customers a été arrêtée. Ce que Dynamics 365 Sales a répondu est illisible. Vérifiez que l'adresse de la configuration est celle du service : couplet doctor. Puis : couplet retry"
        ),
        Told(
            Problem(.unavailable, ["tooLarge"], side: .crm),
            "The run of customers was ended. Dynamics 365 Sales answered more than Couplet reads at once. What was done is stored, and the next run goes on from there: couplet retry",
            "L'exécution de customers a été arrêtée. Dynamics 365 Sales a répondu plus que Couplet ne lit d'un coup. Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry"
        ),
        Told(
            Problem(.unavailable, ["pagesRepeat", "customers"], side: .erp),
            "The run of customers was ended. Business Central led back to a page of customers that was read already. What was done is stored, and the next run goes on from there: couplet retry",
            "L'exécution de customers a été arrêtée. Business Central a ramené à une page de customers déjà lue. Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry"
        ),
        Told(
            Problem(.unavailable, ["signIn"], side: .erp, remote: .init(status: 500, code: "")),
            "The run of customers was ended. The sign-in service of Business Central is not available now. It answered 500. What was done is stored, and the next run goes on from there: couplet retry",
            "L'exécution de customers a été arrêtée. Le service d'identification de Business Central n'est pas disponible. Il a répondu 500. Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry"
        ),
        Told(
            Problem(.timeout, side: .erp),
            "The run of customers was ended. Business Central did not answer in time. What was done is stored, and the next run goes on from there: couplet retry",
            "L'exécution de customers a été arrêtée. Business Central n'a pas répondu à temps. Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry"
        ),
        Told(
            Problem(.hostFault),
            "The run of customers was ended. Couplet met an error that it does not know: a fault of its own. What was done is stored; run it again: couplet retry. If it comes back, tell whoever makes Couplet, with the line of its log that names the error.",
            "L'exécution de customers a été arrêtée. Couplet a rencontré une erreur qu'il ne connaît pas : c'est son propre défaut. Ce qui a été fait est enregistré ; relancez : couplet retry. Si cela revient, prévenez les auteurs de Couplet, avec la ligne du journal qui nomme l'erreur."
        ),
        Told(
            Problem(.timeout, side: .erp, remote: .init(status: 504, code: "")),
            "The run of customers was ended. Business Central did not answer in time. What was done is stored, and the next run goes on from there: couplet retry",
            "L'exécution de customers a été arrêtée. Business Central n'a pas répondu à temps. Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry"
        ),
        Told(
            Problem(.connection, side: .crm),
            "The run of customers was ended. Dynamics 365 Sales can't be reached from this machine. Check the network and the address with: couplet doctor. Then: couplet retry",
            "L'exécution de customers a été arrêtée. Dynamics 365 Sales est inaccessible depuis cette machine. Vérifiez le réseau et l'adresse avec : couplet doctor. Puis : couplet retry"
        ),
        Told(
            Problem(.storeBusy),
            "The run of customers was ended. Another process holds the store. Wait until it ends, then: couplet retry",
            "L'exécution de customers a été arrêtée. Un autre processus tient la base. Attendez qu'il finisse, puis : couplet retry"
        ),
        Told(
            Problem(.storeFailed, ["corrupt", "couplet.sqlite", "commit"]),
            "The run of customers was ended. The store couplet.sqlite is damaged (while recording a batch). Its contents contradict themselves; the file was kept as it is. Restore the latest copy of the store with its key, then run couplet sync --full.",
            "L'exécution de customers a été arrêtée. La base couplet.sqlite est endommagée (pendant l'enregistrement d'un lot). Son contenu se contredit ; le fichier a été gardé tel quel. Restaurez la dernière copie de la base avec sa clé, puis lancez couplet sync --full."
        ),
        Told(
            Problem(.storeBusy, ["diskFull"]),
            "The run of customers was ended. The disk that holds the store is full. Make room, then: couplet retry. Nothing that was committed is lost.",
            "L'exécution de customers a été arrêtée. Le disque qui contient la base est plein. Faites de la place, puis : couplet retry. Rien de ce qui a été validé n'est perdu."
        ),
        Told(
            Problem(.storeFailed, ["corrupt"]),
            "The run of customers was ended. The store failed (corrupt). See what is wrong with it: couplet doctor",
            "L'exécution de customers a été arrêtée. La base a échoué (corrupt). Voyez ce qui ne va pas : couplet doctor"
        ),
        Told(
            Problem(.leaseLost),
            "The run of customers was ended. Another host took over its work. What was done is stored, and the next run goes on from there: couplet retry",
            "L'exécution de customers a été arrêtée. Un autre hôte a repris son travail. Ce qui a été fait est enregistré, la prochaine exécution continue de là : couplet retry"
        ),
        Told(
            Problem(.invalid, field: "creditLimit", side: .erp, remote: .init(status: 400, code: "BadRequest")),
            "The record was set aside. Business Central can't take the value of creditLimit. It answered 400 BadRequest. Mend it there; the record is tried again by itself.",
            "L'enregistrement a été mis de côté. Business Central n'accepte pas la valeur de creditLimit. Il a répondu 400 BadRequest. Corrigez-le ; l'enregistrement est repris de lui-même."
        ),
        Told(
            Problem(.required, field: "displayName", side: .erp),
            "The record was set aside. displayName is empty, and Dynamics 365 Sales needs it. Fill it in; the record is tried again by itself.",
            "L'enregistrement a été mis de côté. displayName est vide, et Dynamics 365 Sales l'exige. Remplissez-le ; l'enregistrement est repris de lui-même."
        ),
        Told(
            Problem(.tooLong, ["20"], field: "postalCode", side: .erp),
            "The record was set aside. postalCode is longer than Dynamics 365 Sales takes (20 characters). Shorten it; the record is tried again by itself.",
            "L'enregistrement a été mis de côté. postalCode est plus long que ne l'admet Dynamics 365 Sales (20 caractères). Raccourcissez-le ; l'enregistrement est repris de lui-même."
        ),
        Told(
            Problem(.referenceWaiting, ["currencies"]),
            "The record waits. It refers to a record of currencies that is not coupled. Nothing: it is tried as soon as that one is coupled. See why that is not: couplet errors currencies",
            "L'enregistrement attend. Il fait référence à un enregistrement de currencies qui n'est pas couplé. Rien : il est repris dès que l'autre est couplé. Voyez ce qui le retient : couplet errors currencies"
        ),
        Told(
            Problem(.versionChanged, side: .crm),
            "The record was set aside. Somebody edited it in Dynamics 365 Sales each time that Couplet was about to write. Nothing: the next run takes those edits along.",
            "L'enregistrement a été mis de côté. Quelqu'un l'a modifié dans Dynamics 365 Sales chaque fois que Couplet allait écrire. Rien : la prochaine exécution reprend ces modifications."
        ),
        Told(
            Problem(.duplicateKey, side: .erp, remote: .init(status: 400, code: "Internal_EntityWithSameKeyExists")),
            "The record was set aside. Another record of Business Central has its key already, perhaps one that is inactive and so not looked at. It answered 400 Internal_EntityWithSameKeyExists. Give one of the two another key, make them the same record, or activate the inactive one; then it is tried again by itself.",
            "L'enregistrement a été mis de côté. Un autre enregistrement de Business Central a déjà sa clé, peut-être un enregistrement inactif, qui n'est donc pas examiné. Il a répondu 400 Internal_EntityWithSameKeyExists. Donnez une autre clé à l'un des deux, faites-en le même, ou activez celui qui est inactif ; il est alors repris de lui-même."
        ),
        Told(
            Problem(.ambiguousMatch, ["name", "3"]),
            "The record was not coupled. 3 records of one of the systems could be the same one. Make the right one unmistakable, or the others different; then: couplet retry customers",
            "L'enregistrement n'a pas été couplé. 3 enregistrements de l'un des systèmes pourraient être le même. Rendez le bon reconnaissable, ou les autres différents ; puis : couplet retry customers"
        ),
        Told(
            Problem(.conflict, ["phone", "address"]),
            "Both sides were edited: phone, address. The entity's policy leaves that to a person. Make the two sides equal, in either system; the record is tried again by itself.",
            "Les deux côtés ont été modifiés : phone, address. La règle de l'entité laisse ce choix à une personne. Rendez les deux côtés égaux, dans l'un des systèmes ; l'enregistrement est repris de lui-même."
        ),
        Told(
            Problem(.conflict, ["lines"]),
            "The lines differ, and which of them counts is not known. Lines were edited on both sides, one that was edited is missing on the other side, all are missing there, or nobody knows which belong together. Make the lines of the two sides equal, in either system; the document is tried again by itself.",
            "Les lignes diffèrent, et on ne sait pas laquelle compte. Des lignes ont été modifiées des deux côtés, une ligne modifiée manque de l'autre côté, toutes y manquent, ou l'on ne sait pas lesquelles vont ensemble. Rendez les lignes des deux côtés égales, dans l'un des systèmes ; le document est repris de lui-même."
        ),
        Told(
            Problem(.gone, side: .crm),
            "The record was set aside. It is not there any more in Dynamics 365 Sales. Nothing, if it was deleted on purpose; else restore it.",
            "L'enregistrement a été mis de côté. Il n'existe plus dans Dynamics 365 Sales. Rien, si c'était voulu ; sinon rétablissez-le."
        ),
        Told(
            Problem(.gone, ["currencies"], side: .erp),
            "The record was set aside. A record of currencies that it refers to is not there any more in Business Central. Nothing, if it was deleted on purpose; else restore it.",
            "L'enregistrement a été mis de côté. Un enregistrement de currencies auquel il fait référence n'existe plus dans Business Central. Rien, si c'était voulu ; sinon rétablissez-le."
        ),
        Told(
            Problem(.locked, side: .erp),
            "The record was set aside. The record is locked in Business Central. When the lock is gone: couplet retry customers",
            "L'enregistrement a été mis de côté. L'enregistrement est verrouillé dans Business Central. Quand le verrou est levé : couplet retry customers"
        ),
        Told(
            Problem(.oscillating, field: "phone", side: .crm),
            "The record was set aside. phone went back and forth between the two systems without a person's edit: each rewrites what the other sends. Look at the field's rules on both sides; then: couplet retry customers",
            "L'enregistrement a été mis de côté. phone va et vient entre les deux systèmes sans que personne n'y touche : chacun réécrit ce que l'autre envoie. Regardez les règles du champ des deux côtés ; puis : couplet retry customers"
        ),
        Told(
            Problem(.refusedByRule, side: .erp, remote: .init(status: 400, code: "Application_DialogException")),
            "The record was set aside. A rule of Business Central refused it. It answered 400 Application_DialogException. Try the same edit there by hand: it says what it wants. Then: couplet retry customers",
            "L'enregistrement a été mis de côté. Une règle de Business Central l'a refusé. Il a répondu 400 Application_DialogException. Faites la même modification à la main : il dit ce qu'il veut. Puis : couplet retry customers"
        ),
        Told(
            Problem(.refusedByRule, ["priceCurrency"], field: "currencyId", side: .erp),
            "The record was set aside. The price is in another currency than its price list, and Dynamics 365 Sales knows one currency a list. Give both the same currency, or move the price to another list; it is tried again by itself.",
            "L'enregistrement a été mis de côté. Le prix est dans une autre devise que son tarif, et Dynamics 365 Sales ne connaît qu'une devise par tarif. Donnez-leur la même devise, ou déplacez le prix dans un autre tarif ; il est repris de lui-même."
        ),
        Told(
            Problem(.refusedByRule, ["tooManyLines", "98"], side: .erp),
            "The record was set aside. More of its lines are to be written than Business Central takes at once: 98 at most. All of them are written, or none. Make it two documents, or change part of its lines in Business Central by hand. Then: couplet retry customers",
            "L'enregistrement a été mis de côté. Plus de ses lignes sont à écrire que Business Central n'en accepte d'un coup : 98 au plus. Toutes sont écrites, ou aucune. Faites-en deux documents, ou modifiez une partie de ses lignes dans Business Central à la main. Puis : couplet retry customers"
        ),
        Told(
            Problem(.refusedByRule, ["lineKey"], side: .crm),
            "The record was set aside. The key of one of its lines belongs to a line of another document in Dynamics 365 Sales. Delete that line there, or make this one anew under another number. Then: couplet retry customers",
            "L'enregistrement a été mis de côté. La clé d'une de ses lignes appartient à une ligne d'un autre document dans Dynamics 365 Sales. Supprimez-y cette ligne, ou refaites celle-ci sous un autre numéro. Puis : couplet retry customers"
        ),
        Told(
            Problem(.refusedByRule, ["order", "contact", "freight", "kind:1", "writeIn:2", "unit:3", "changed:4"]),
            "The record was set aside. Business Central can't take this order as it is: its customer is a contact, not an account; it has a freight amount, and no account is named for that (freightAccount); the product of line 1 is neither goods nor a service; line 2 has no product, and no item or resource is named for such lines (writeInItem, writeInResource); line 3 is in another unit than the product's own; line 4 is of something else than when it was sent. Change the order in Dynamics 365 Sales and submit it again, or enter it in Business Central by hand; it is tried again by itself.",
            "L'enregistrement a été mis de côté. Business Central ne peut pas prendre cette commande telle quelle : son client est un contact, et non un compte ; il y a des frais de port, et aucun compte n'est prévu pour cela (freightAccount) ; le produit de la ligne 1 n'est ni une marchandise ni un service ; la ligne 2 n'a pas de produit, et aucun article ni aucune ressource n'est prévu pour ces lignes (writeInItem, writeInResource) ; la ligne 3 est dans une autre unité que celle du produit ; la ligne 4 porte sur autre chose que lors de son envoi. Modifiez la commande dans Dynamics 365 Sales et soumettez-la de nouveau, ou saisissez-la dans Business Central ; elle est reprise d'elle-même."
        ),
        Told(
            Problem(.refusedByRule, ["order", "bundle:1", "tooLong:2", "total:3", "total", "changedFreight"]),
            "The record was set aside. Business Central can't take this order as it is: line 1 is a bundle, or part of one; the description of line 2, which came later, is longer than 100 characters; Business Central would come to another amount for line 3, by a cent or more; its lines do not add up to its total (totallineitemamount); its freight was changed after it was sent. Change the order in Dynamics 365 Sales and submit it again, or enter it in Business Central by hand; it is tried again by itself.",
            "L'enregistrement a été mis de côté. Business Central ne peut pas prendre cette commande telle quelle : la ligne 1 est un ensemble, ou une partie d'un ensemble ; la description de la ligne 2, ajoutée après coup, dépasse 100 caractères ; Business Central arriverait à un autre montant pour la ligne 3, d'un centime ou plus ; la somme de ses lignes n'est pas son total (totallineitemamount) ; ses frais de port ont été modifiés après son envoi. Modifiez la commande dans Dynamics 365 Sales et soumettez-la de nouveau, ou saisissez-la dans Business Central ; elle est reprise d'elle-même."
        ),
        Told(
            Problem(.refusedByRule, ["order", "givenUp"]),
            "The order was cancelled in Dynamics 365 Sales. Business Central has it still, and Couplet deletes no order that people may be working on. Delete it in Business Central, or activate and submit it again in Dynamics 365 Sales; the pair is looked at again by itself.",
            "La commande a été annulée dans Dynamics 365 Sales. Business Central l'a toujours, et Couplet ne supprime pas une commande sur laquelle on travaille peut-être. Supprimez-la dans Business Central, ou réactivez-la et soumettez-la de nouveau dans Dynamics 365 Sales ; la paire est reprise d'elle-même."
        ),
        Told(
            Problem(.refusedByRule, ["quote", "laterOne"]),
            "The record was set aside. Business Central can't take this quote as it is: it is a later revision of a quote, and has the number of the first. Change the quote in Dynamics 365 Sales and activate it again, or enter it in Business Central by hand; it is tried again by itself.",
            "L'enregistrement a été mis de côté. Business Central ne peut pas prendre ce devis tel quel : c'est une révision d'un devis, et elle porte le numéro du premier. Modifiez le devis dans Dynamics 365 Sales et activez-le de nouveau, ou saisissez-le dans Business Central ; il est repris de lui-même."
        ),
        Told(
            Problem(.refusedByRule, ["quote", "wasRevised"]),
            "The quote was revised in Dynamics 365 Sales. Business Central has it still, and Couplet deletes no quote that people may be working on. Enter what was revised in Business Central by hand, or delete it there.",
            "Le devis a été révisé dans Dynamics 365 Sales. Business Central l'a toujours, et Couplet ne supprime pas un devis sur lequel on travaille peut-être. Reportez la révision à la main dans Business Central, ou supprimez-y le devis."
        ),
        Told(
            Problem(.refusedByRule, ["quote", "wasClosed"]),
            "The quote was closed in Dynamics 365 Sales. Business Central has it still, and Couplet deletes no quote that people may be working on. Delete it in Business Central.",
            "Le devis a été clos dans Dynamics 365 Sales. Business Central l'a toujours, et Couplet ne supprime pas un devis sur lequel on travaille peut-être. Supprimez-le dans Business Central."
        ),
        Told(
            Problem(.refusedByRule, ["order", "madeBefore"]),
            "The record was set aside. Business Central can't take this order as it is: it had this order already, under the number that it carries (bcbi_businesscentralordernumber), and invoiced or deleted it. Change the order in Dynamics 365 Sales and submit it again, or enter it in Business Central by hand; it is tried again by itself.",
            "L'enregistrement a été mis de côté. Business Central ne peut pas prendre cette commande telle quelle : il a déjà eu cette commande, sous le numéro qu'elle porte (bcbi_businesscentralordernumber), et l'a facturée ou supprimée. Modifiez la commande dans Dynamics 365 Sales et soumettez-la de nouveau, ou saisissez-la dans Business Central ; elle est reprise d'elle-même."
        ),
        Told(
            Problem(.refusedByRule, ["order", "noLongerThere"]),
            "The order was changed in Dynamics 365 Sales after it left Business Central. Business Central has invoiced or deleted it, and nothing is delivered twice. Enter what is still wanted as a new order, and close this one in Dynamics 365 Sales.",
            "La commande a été modifiée dans Dynamics 365 Sales après avoir quitté Business Central. Business Central l'a facturée ou supprimée, et rien n'est livré deux fois. Saisissez ce qui est encore voulu comme une nouvelle commande, et fermez celle-ci dans Dynamics 365 Sales."
        ),
        Told(
            Problem(.guardDeletes, ["30", "10", "200"], side: .crm),
            "customers was stopped before its first such write. It would delete 30 records in Dynamics 365 Sales; up to 10 are allowed unasked, with 200 couplings. Is that meant? If so, approve.",
            "customers a été arrêté avant la première écriture de ce genre. Il supprimerait 30 enregistrements dans Dynamics 365 Sales ; jusqu'à 10 sans demander, pour 200 couplages. Est-ce voulu ? Si oui, approuvez."
        ),
        Told(
            Problem(.guardOverwrites, ["90", "50", "200"], side: .crm),
            "customers was stopped before its first such write. It would change 90 records in Dynamics 365 Sales; up to 50 are allowed unasked, with 200 couplings. Is that meant? If so, approve.",
            "customers a été arrêté avant la première écriture de ce genre. Il modifierait 90 enregistrements dans Dynamics 365 Sales ; jusqu'à 50 sans demander, pour 200 couplages. Est-ce voulu ? Si oui, approuvez."
        ),
        Told(
            Problem(.guardOverwrites, ["12", "0", "0"], side: .crm),
            "customers was stopped before its first such write. It would change 12 records in Dynamics 365 Sales that it takes for the same, for the first time. Is that what you expect of a first run? If so, approve.",
            "customers a été arrêté avant la première écriture de ce genre. Il modifierait 12 enregistrements dans Dynamics 365 Sales qu'il prend pour les mêmes, pour la première fois. Est-ce ce que vous attendez d'une première fois ? Si oui, approuvez."
        ),
        Told(
            Problem(.guardCreates, ["200", "0", "0"], side: .crm),
            "customers was stopped before its first such write. It would create 200 records in Dynamics 365 Sales, for the first time. Is that what you expect of a first run? If so, approve.",
            "customers a été arrêté avant la première écriture de ce genre. Il créerait 200 enregistrements dans Dynamics 365 Sales, pour la première fois. Est-ce ce que vous attendez d'une première fois ? Si oui, approuvez."
        ),
        Told(
            Problem(.guardCreates, ["300", "100", "200"], side: .erp),
            "customers was stopped before its first such write. It would create 300 records in Business Central; up to 100 are allowed unasked, with 200 couplings. Is that meant? If so, approve.",
            "customers a été arrêté avant la première écriture de ce genre. Il créerait 300 enregistrements dans Business Central ; jusqu'à 100 sans demander, pour 200 couplages. Est-ce voulu ? Si oui, approuvez."
        ),
        Told(
            Problem(.guardEmptyListing, ["200", "0", "200"], side: .erp),
            "customers was stopped before its first such write. Business Central lists no record at all, though 200 are coupled. Was a permission lost, or the company changed? If it is really empty, approve.",
            "customers a été arrêté avant la première écriture de ce genre. Business Central ne liste aucun enregistrement, alors que 200 sont couplés. Un droit perdu, une autre société ? Si c'est vraiment vide, approuvez."
        ),
        Told(
            Problem(.guardClock, ["190", "160", "200"]),
            "customers was stopped before its first such write. 190 of 200 couplings seem changed at once: a restore, a migration, or a clock. Was everything really edited? If so, approve.",
            "customers a été arrêté avant la première écriture de ce genre. 190 couplages sur 200 semblent modifiés d'un coup : une restauration, une migration, ou une horloge. Tout a-t-il vraiment été modifié ? Si oui, approuvez."
        ),
        Told(
            Problem(.cancelled),
            "The run of customers was cancelled. What was done is stored. Start it again when you like: it goes on from there.",
            "L'exécution de customers a été annulée. Ce qui a été fait est enregistré. Relancez-la quand vous voudrez : elle continuera de là."
        ),
        Told(
            Problem(.tooLarge),
            "The run of customers was ended. Plugin and host lost step with each other (problem 1006). What was done is stored. Run it again; tell whoever wrote the plugin if it comes back.",
            "L'exécution de customers a été arrêtée. Le module et l'hôte ne sont plus d'accord (problème 1006). Ce qui a été fait est enregistré. Relancez ; prévenez l'auteur du module si cela revient."
        ),
        Told(
            Problem(.connection, ["unreachable", "signIn"], side: .erp),
            "The run of customers was ended. The sign-in service of Business Central can't be reached from this machine. Check the network and the address with: couplet doctor. Then: couplet retry",
            "L'exécution de customers a été arrêtée. Le service d'identification de Business Central est inaccessible depuis cette machine. Vérifiez le réseau et l'adresse avec : couplet doctor. Puis : couplet retry"
        ),
        Told(
            Problem(.invalidConfiguration, ["tokenURL"], side: .crm),
            "The run of customers was ended. The sign-in address (tokenURL) of Dynamics 365 Sales in the configuration is no HTTPS address. Mend it, and check with: couplet doctor",
            "L'exécution de customers a été arrêtée. L'adresse d'identification (tokenURL) de Dynamics 365 Sales dans la configuration n'est pas une adresse HTTPS. Corrigez, et vérifiez avec : couplet doctor"
        ),
        Told(
            Problem(.pluginCrashed),
            "The run of customers was ended. Its plugin crashed, again and again. What was done is stored. Tell whoever wrote the plugin, with what it writes: couplet sync --verbose shows it.",
            "L'exécution de customers a été arrêtée. Son module s'est interrompu, plusieurs fois de suite. Ce qui a été fait est enregistré. Prévenez l'auteur du module, avec ce qu'il écrit : couplet sync --verbose le montre."
        ),
    ]

    @Test("each reason for a decision", arguments: reasons)
    func reasonsSay(it: Told<Reason>) {
        #expect(both { ProblemSentences.reason(it.subject, in: $0) } == [it.english, it.french])
    }

    static let reasons: [Told<Reason>] = [
        Told(
            Reason("onlyInERP", []),
            "it was in Business Central only",
            "il n'existait que dans Business Central"),
        Told(
            Reason("onlyInCRM", []),
            "it was in Dynamics 365 Sales only",
            "il n'existait que dans Dynamics 365 Sales"),
        Told(
            Reason("changedInERP", ["phone"]),
            "edited in Business Central: phone",
            "modifié dans Business Central : phone"),
        Told(
            Reason("changedInCRM", ["phone", "address"]),
            "edited in Dynamics 365 Sales: phone, address",
            "modifié dans Dynamics 365 Sales : phone, address"),
        Told(
            Reason("merged", ["address"]),
            "edits of both sides were merged: address",
            "les modifications des deux côtés ont été fusionnées : address"),
        Told(
            Reason("same", []),
            "both sides say the same",
            "les deux côtés disent la même chose"),
        Told(
            Reason("matched", ["number"]),
            "found to be the same record by the rule number",
            "reconnu comme le même enregistrement par la règle « number »"),
        Told(
            Reason("conflict", ["phone"]),
            "both sides edited: phone",
            "modifié des deux côtés : phone"),
        Told(
            Reason("conflictHolds", ["phone", "address"]),
            "both sides edited phone; until that is settled, this waits as well: address",
            "phone modifié des deux côtés ; en attendant, ceci reste aussi : address"),
        Told(
            Reason("notCarried", ["name"]),
            "edited where it does not travel from: name",
            "modifié du côté qui ne fait pas autorité : name"),
        Told(
            Reason("notCreated", ["crm"]),
            "records are not created on that side",
            "on ne crée pas d'enregistrement de ce côté"),
        Told(
            Reason("requiredIsEmpty", []),
            "a field that the other side needs is empty",
            "un champ que l'autre côté exige est vide"),
        Told(
            Reason("cannotCross", ["address"]),
            "a value can't cross: address",
            "une valeur ne peut pas passer : address"),
        Told(
            Reason("waits", ["currencies"]),
            "a record of currencies that it refers to is not coupled",
            "un enregistrement de currencies auquel il fait référence n'est pas couplé"),
        Told(
            Reason("leftOut", ["contacts"]),
            "a reference to contacts is left empty until that record is coupled",
            "une référence à contacts reste vide jusqu'à ce que cet enregistrement soit couplé"),
        Told(
            Reason("ambiguous", ["name"]),
            "several records could be the same one",
            "plusieurs enregistrements pourraient être le même"),
        Told(
            Reason("deletedInERP", []),
            "deleted in Business Central",
            "supprimé dans Business Central"),
        Told(
            Reason("editBeatsDeletion", ["name"]),
            "deleted on the other side, but edited here meanwhile: name",
            "supprimé de l'autre côté, mais modifié ici entre-temps : name"),
        Told(
            Reason("deletedInCRM", []),
            "deleted in Dynamics 365 Sales",
            "supprimé dans Dynamics 365 Sales"),
        Told(
            Reason("outOfScope", []),
            "the entity's filter leaves it out",
            "le filtre de l'entité l'écarte"),
        Told(
            Reason("nothingThere", []),
            "neither record is there any more",
            "aucun des deux enregistrements n'existe plus"),
        Told(
            Reason("settledApplied", []),
            "an interrupted write was found carried out",
            "une écriture interrompue avait bien eu lieu"),
        Told(
            Reason("settledNotApplied", []),
            "an interrupted write was not carried out",
            "une écriture interrompue n'avait pas eu lieu"),
        Told(
            Reason("settledWaiting", []),
            "an interrupted write may still arrive",
            "une écriture interrompue peut encore arriver"),
        Told(
            Reason("settledUnclear", []),
            "it is not clear what became of an interrupted write",
            "on ne sait pas ce qu'est devenue une écriture interrompue"),
        Told(
            Reason("ownWord", ["x"]),
            "ownWord: x",
            "ownWord: x"),
    ]

    @Test("each end state in a word", arguments: words)
    func wordsSay(it: Told<EndState>) {
        #expect(both { EndStateSentences.word(it.subject, in: $0) } == [it.english, it.french])
    }

    static let words: [Told<EndState>] = [
        Told(
            .complete,
            "complete",
            "complet"),
        Told(
            .partial,
            "partly",
            "en partie"),
        Told(
            .unchanged,
            "nothing to do",
            "rien à faire"),
        Told(
            .stopped(Problem(.guardCreates, ["200", "0", "0"], side: .crm)),
            "stopped by a guard",
            "arrêté par un garde-fou"),
        Told(
            .failed(Problem(.connection, side: .erp)),
            "failed",
            "échoué"),
        Told(
            .blocked(by: "currencies"),
            "blocked by currencies",
            "bloqué par currencies"),
        Told(
            .notStarted,
            "not started",
            "non démarré"),
        Told(
            .cancelled,
            "cancelled",
            "annulé"),
    ]

    @Test("each end state that somebody should see to", arguments: ends)
    func endsSay(it: Told<EndState>) {
        #expect(
            both { EndStateSentences.sentence(it.subject, of: "customers", in: $0)?.line ?? "" } == [
                it.english, it.french,
            ])
    }

    static let ends: [Told<EndState>] = [
        Told(
            .complete,
            "",
            ""),
        Told(
            .partial,
            "customers went through, partly. Some records wait or are set aside. Which, why, and what to do: couplet errors customers",
            "customers est passé, en partie. Des enregistrements attendent ou sont mis de côté. Lesquels, pourquoi, que faire : couplet errors customers"
        ),
        Told(
            .unchanged,
            "",
            ""),
        Told(
            .stopped(Problem(.guardCreates, ["200", "0", "0"], side: .crm)),
            "customers was stopped before its first such write. It would create 200 records in Dynamics 365 Sales, for the first time. Is that what you expect of a first run? If so, approve.",
            "customers a été arrêté avant la première écriture de ce genre. Il créerait 200 enregistrements dans Dynamics 365 Sales, pour la première fois. Est-ce ce que vous attendez d'une première fois ? Si oui, approuvez."
        ),
        Told(
            .failed(Problem(.connection, side: .erp)),
            "The run of customers was ended. Business Central can't be reached from this machine. Check the network and the address with: couplet doctor. Then: couplet retry",
            "L'exécution de customers a été arrêtée. Business Central est inaccessible depuis cette machine. Vérifiez le réseau et l'adresse avec : couplet doctor. Puis : couplet retry"
        ),
        Told(
            .blocked(by: "currencies"),
            "customers was not run. It needs currencies, which did not end well. See to currencies first, then: couplet retry",
            "customers n'a pas été lancé. Il lui faut currencies, qui n'a pas abouti. Occupez-vous d'abord de currencies, puis : couplet retry"
        ),
        Told(
            .notStarted,
            "customers was not run. The run was stopped before its turn. To go on: couplet retry",
            "customers n'a pas été lancé. L'exécution a été arrêtée avant son tour. Pour reprendre : couplet retry"),
        Told(
            .cancelled,
            "customers was stopped. A person stopped the run. What was done is stored. To go on: couplet retry",
            "customers a été arrêté. Quelqu'un a arrêté l'exécution. Ce qui a été fait est enregistré. Pour reprendre : couplet retry"
        ),
    ]

    @Test("each reason why a plugin can't be used", arguments: faults)
    func faultsSay(it: Told<PluginFault>) {
        #expect(both { PluginFaultSentences.sentence(it.subject, in: $0).line } == [it.english, it.french])
    }

    static let faults: [Told<PluginFault>] = [
        Told(
            PluginFault(folder: "/plugins/customers", entity: "customers", .noManifest),
            "The plugin in /plugins/customers can't be used. It holds no plugin.json. Install the plugin again, or take the folder away.",
            "Le module dans /plugins/customers est inutilisable. Il ne contient pas de plugin.json. Réinstallez le module, ou retirez le dossier."
        ),
        Told(
            PluginFault(
                folder: "/plugins/customers", entity: "customers",
                .unreadable(path: "/plugins/customers/plugin.json", code: 13)),
            "The plugin in /plugins/customers can't be used. /plugins/customers/plugin.json can't be read: Permission denied. Check that it is there, and its permissions.",
            "Le module dans /plugins/customers est inutilisable. /plugins/customers/plugin.json est illisible : permission refusée. Vérifiez qu'il existe, et ses droits."
        ),
        Told(
            PluginFault(
                folder: "/plugins/customers", entity: "customers",
                .manifest(ManifestError("", .missing(member: "entity")))),
            "The manifest /plugins/customers/plugin.json can't be used. The member \"entity\" is missing. Add \"entity\".",
            "Le manifeste /plugins/customers/plugin.json est inutilisable. Le membre « entity » manque. Ajoutez « entity »."
        ),
        Told(
            PluginFault(folder: "/plugins/customers", entity: "customers", .manifestTooLarge(limit: 262_144)),
            "The plugin in /plugins/customers can't be used. Its plugin.json is larger than 256 KiB. Tell whoever wrote the plugin.",
            "Le module dans /plugins/customers est inutilisable. Son plugin.json dépasse 256 Kio. Prévenez l'auteur du module."
        ),
        Told(
            PluginFault(
                folder: "/plugins/customers", entity: "customers", .protocolVersion(speaks: [2, 3], known: [1])),
            "The plugin in /plugins/customers can't be used. It speaks version 2, 3 of the plugin protocol, this host version 1. Update Couplet.",
            "Le module dans /plugins/customers est inutilisable. Il parle la version 2, 3 du protocole des modules, cet hôte la version 1. Mettez Couplet à jour."
        ),
        Told(
            PluginFault(
                folder: "/plugins/customers", entity: "customers", .sameEntity(otherFolder: "/other/customers")),
            "The plugin in /plugins/customers can't be used. /other/customers holds a plugin for the same entity, and neither is taken. Take one of the two away.",
            "Le module dans /plugins/customers est inutilisable. /other/customers contient un module pour la même entité, et aucun n'est pris. Retirez l'un des deux."
        ),
        Told(
            PluginFault(
                folder: "/plugins/customers", entity: "customers", .executableMissing(path: "/plugins/customers/run")),
            "The plugin in /plugins/customers can't be used. Its executable /plugins/customers/run is not there. Install the plugin again.",
            "Le module dans /plugins/customers est inutilisable. Son exécutable /plugins/customers/run n'existe pas. Réinstallez le module."
        ),
        Told(
            PluginFault(
                folder: "/plugins/customers", entity: "customers", .notExecutable(path: "/plugins/customers/run")),
            "The plugin in /plugins/customers can't be used. /plugins/customers/run may not be executed. chmod 755 /plugins/customers/run",
            "Le module dans /plugins/customers est inutilisable. /plugins/customers/run n'a pas le droit d'être exécuté. chmod 755 /plugins/customers/run"
        ),
        Told(
            PluginFault(folder: "/plugins/customers", entity: "customers", .wrongKind(path: "/plugins/customers/run")),
            "The plugin in /plugins/customers can't be used. /plugins/customers/run is no regular file. Install the plugin again.",
            "Le module dans /plugins/customers est inutilisable. /plugins/customers/run n'est pas un fichier ordinaire. Réinstallez le module."
        ),
        Told(
            PluginFault(folder: "/plugins/customers", entity: "customers", .symbolicLink(path: "/plugins/customers")),
            "The plugin in /plugins/customers can't be used. /plugins/customers is a symbolic link that is not followed. Put the plugin itself there, by copy.",
            "Le module dans /plugins/customers est inutilisable. /plugins/customers est un lien symbolique qui n'est pas suivi. Mettez-y le module lui-même, par copie."
        ),
        Told(
            PluginFault(folder: "/plugins/customers", entity: "customers", .writableByOthers(path: "/plugins")),
            "The plugin in /plugins/customers can't be used. Others than you can write to /plugins. chmod go-w /plugins",
            "Le module dans /plugins/customers est inutilisable. D'autres que vous peuvent écrire dans /plugins. chmod go-w /plugins"
        ),
        Told(
            PluginFault(folder: "/plugins/customers", entity: "customers", .otherOwner(path: "/plugins")),
            "The plugin in /plugins/customers can't be used. /plugins belongs to another user. Install the plugin as the user who runs Couplet.",
            "Le module dans /plugins/customers est inutilisable. /plugins appartient à un autre utilisateur. Installez le module avec l'utilisateur qui lance Couplet."
        ),
        Told(
            PluginFault(folder: "/plugins/customers", entity: "customers", .digest(path: "/plugins/customers/run")),
            "The plugin in /plugins/customers can't be used. /plugins/customers/run is not the executable that its manifest was packed with. Install the plugin again from where you have it.",
            "Le module dans /plugins/customers est inutilisable. /plugins/customers/run n'est pas l'exécutable avec lequel son manifeste a été fait. Réinstallez le module depuis sa source."
        ),
    ]

    @Test("every problem code has words of its own in its class, and none that only says its number")
    func complete() {
        let codes =
            Array(1000...1010) + Array(2000...2006) + Array(3000...3005) + Array(4000...4011) + Array(5000...5004)
            + Array(6000...6005)
        for code in codes {
            for language in Language.allCases {
                let problem = Problem(ProblemCode(rawValue: code), side: .erp)
                let sentence = ProblemSentences.sentence(problem, entity: "customers", in: language)
                #expect(!sentence.what.isEmpty && !sentence.remedy.isEmpty, "\(code) in \(language)")
            }
        }
    }

    @Test("the two languages speak of the same fields, limits, codes and commands", arguments: problems)
    func sameFacts(it: Told<Problem>) {
        // The first argument may be a word of ours, which each language says in its own way.
        let facts =
            it.subject.arguments.dropFirst().filter { $0 != "commit" }
            + [it.subject.field, it.subject.remote?.code].compactMap { $0 }
            + ["couplet retry", "couplet doctor", "couplet errors", "couplet plugins", "customers"]
        for fact in facts where !fact.isEmpty {
            #expect(it.english.contains(fact) == it.french.contains(fact), "\(fact)")
        }
    }

    @Test("the two languages never say the same")
    func translated() {
        let told =
            Self.problems.map { [$0.english, $0.french] } + Self.faults.map { [$0.english, $0.french] }
            + Self.ends.filter { !$0.english.isEmpty }.map { [$0.english, $0.french] }
        for pair in told { #expect(pair[0] != pair[1]) }
    }
}
