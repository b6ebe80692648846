// Not compiled where it was written: see ../companion-pages.md.
page 50106 "Couplet Item Units"
{
    PageType = API;
    Caption = 'Item units of measure', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'itemUnitOfMeasure';
    EntitySetName = 'itemUnitsOfMeasure';
    SourceTable = "Item Unit of Measure";
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
                field(itemId; ItemId) { Editable = false; }
                field(itemNumber; Rec."Item No.") { }
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
                field(weight; Rec.Weight) { }
                field(cubage; Rec.Cubage) { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        ItemId := References.IdOf(Database::Item, Rec."Item No.");
        UnitGroupId := References.UnitGroupOf(Enum::"Unit Group Source Type"::Item, ItemId);
        UnitOfMeasureId := References.IdOf(Database::"Unit of Measure", Rec.Code);
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(ItemId);
        Clear(UnitGroupId);
        Clear(UnitOfMeasureId);
    end;

    var
        References: Codeunit "Couplet References";
        ItemId: Guid;
        UnitGroupId: Guid;
        UnitOfMeasureId: Guid;
}
