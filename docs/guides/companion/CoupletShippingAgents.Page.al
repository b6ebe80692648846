// Not compiled where it was written: see ../companion-pages.md.
page 50115 "Couplet Shipping Agents"
{
    PageType = API;
    Caption = 'Shipping agents', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'shippingAgent';
    EntitySetName = 'shippingAgents';
    SourceTable = "Shipping Agent";
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
                field(internetAddress; Rec."Internet Address") { }
                field(accountNumber; Rec."Account No.") { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }
}
