// Not compiled where it was written: see ../companion-pages.md.
page 50119 "Couplet Salespeople"
{
    PageType = API;
    Caption = 'Salespeople and purchasers', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'salespersonPurchaser';
    EntitySetName = 'salespeoplePurchasers';
    SourceTable = "Salesperson/Purchaser";
    ODataKeyFields = SystemId;
    DelayedInsert = true;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Records)
            {
                field(id; Rec.SystemId) { Editable = false; }
                field("code"; Rec.Code) { }
                field(displayName; Rec.Name) { }
                field(email; Rec."E-Mail") { }
                field(email2; Rec."E-Mail 2") { }
                field(phoneNo; Rec."Phone No.") { }
                field(jobTitle; Rec."Job Title") { }
                field(commisionPercent; Rec."Commission %") { }
                field(privacyBlocked; Rec."Privacy Blocked") { }
                field(blocked; Rec.Blocked) { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }
}
