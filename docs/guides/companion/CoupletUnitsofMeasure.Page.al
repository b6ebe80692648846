// Not compiled where it was written: see ../companion-pages.md.
page 50118 "Couplet Units of Measure"
{
    PageType = API;
    Caption = 'Units of measure', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'unitOfMeasure';
    EntitySetName = 'unitsOfMeasure';
    SourceTable = "Unit of Measure";
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
                field(internationalStandardCode; Rec."International Standard Code") { }
                field(symbol; Rec.Symbol) { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }
}
