// Not compiled where it was written: see ../companion-pages.md.
page 50117 "Couplet Shipment Methods"
{
    PageType = API;
    Caption = 'Shipment methods', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'shipmentMethod';
    EntitySetName = 'shipmentMethods';
    SourceTable = "Shipment Method";
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
                field(displayName; Rec.Description) { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }
}
