// Not compiled where it was written: see ../companion-pages.md.
page 50108 "Couplet Resource Units"
{
    PageType = API;
    Caption = 'Resource units of measure', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'resourceUnitOfMeasure';
    EntitySetName = 'resourceUnitsOfMeasure';
    SourceTable = "Resource Unit of Measure";
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
                field(resourceId; ResourceId) { Editable = false; }
                field(resourceNumber; Rec."Resource No.") { }
                field(unitGroupId; UnitGroupId) { Editable = false; }
                field(unitOfMeasureId; UnitOfMeasureId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate(Code, References.CodeOf(Database::"Unit of Measure", UnitOfMeasureId));
                    end;
                }
                field("code"; Rec.Code) { }
                field(quantityPerUnitOfMeasure; Rec."Qty. per Unit of Measure") { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        ResourceId := References.IdOf(Database::Resource, Rec."Resource No.");
        UnitGroupId := References.UnitGroupOf(Enum::"Unit Group Source Type"::Resource, ResourceId);
        UnitOfMeasureId := References.IdOf(Database::"Unit of Measure", Rec.Code);
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(ResourceId);
        Clear(UnitGroupId);
        Clear(UnitOfMeasureId);
    end;

    var
        References: Codeunit "Couplet References";
        ResourceId: Guid;
        UnitGroupId: Guid;
        UnitOfMeasureId: Guid;
}
