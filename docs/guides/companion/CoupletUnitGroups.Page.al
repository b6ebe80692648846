// Not compiled where it was written: see ../companion-pages.md.
page 50109 "Couplet Unit Groups"
{
    PageType = API;
    Caption = 'Unit groups', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'unitGroup';
    EntitySetName = 'unitGroups';
    SourceTable = "Unit Group";
    ODataKeyFields = SystemId;
    DelayedInsert = true;
    Editable = false;
    InsertAllowed = false;
    ModifyAllowed = false;
    DeleteAllowed = false;
    Extensible = false;

    layout
    {
        area(Content)
        {
            repeater(Records)
            {
                field(id; Rec.SystemId) { }
                field(sourceType; Rec."Source Type") { }
                field(sourceId; Rec."Source Id") { }
                field(sourceNumber; Rec."Source No.") { }
                field("code"; GroupCode) { }
                field(sourceName; SourceName) { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        GroupCode := Rec.GetCode();
        SourceName := Rec.GetSourceName();
    end;

    var
        GroupCode: Code[50];
        SourceName: Text[100];
}
