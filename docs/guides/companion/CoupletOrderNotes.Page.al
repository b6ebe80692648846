// Not compiled where it was written: see ../companion-pages.md.
page 50124 "Couplet Order Notes"
{
    PageType = API;
    Caption = 'Notes of sales orders', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'orderNote';
    EntitySetName = 'orderNotes';
    SourceTable = "Couplet Order Note";
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
                field(documentId; Rec."Document Id") { }
                field(externalId; Rec."External Id") { }
                field(note; Rec.Note) { }
                field(systemCreatedAt; Rec.SystemCreatedAt) { Editable = false; }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }
}
