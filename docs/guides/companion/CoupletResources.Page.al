// Not compiled where it was written: see ../companion-pages.md.
page 50107 "Couplet Resources"
{
    PageType = API;
    Caption = 'Resources', Locked = true;
    APIPublisher = 'couplet';
    APIGroup = 'sync';
    APIVersion = 'v1.0';
    EntityName = 'resource';
    EntitySetName = 'resources';
    SourceTable = Resource;
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
                field(number; Rec."No.") { }
                field(displayName; Rec.Name) { }
                field("type"; Rec.Type) { }
                field(baseUnitOfMeasureCode; Rec."Base Unit of Measure") { }
                field(baseUnitOfMeasureId; BaseUnitOfMeasureId)
                {
                    trigger OnValidate()
                    begin
                        Rec.Validate("Base Unit of Measure", References.CodeOf(Database::"Unit of Measure", BaseUnitOfMeasureId));
                    end;
                }
                field(unitGroupId; UnitGroupId) { Editable = false; }
                field(baseResourceUnitOfMeasureId; BaseResourceUnitOfMeasureId) { Editable = false; }
                field(unitCost; Rec."Unit Cost") { }
                field(unitPrice; Rec."Unit Price") { }
                field(capacity; Rec.Capacity) { Editable = false; }
                field(vendorNumber; Rec."Vendor No.") { }
                field(blocked; Rec.Blocked) { }
                field(lastModifiedDateTime; Rec.SystemModifiedAt) { Editable = false; }
            }
        }
    }

    trigger OnAfterGetRecord()
    begin
        Rec.CalcFields(Capacity);
        BaseUnitOfMeasureId := References.IdOf(Database::"Unit of Measure", Rec."Base Unit of Measure");
        UnitGroupId := References.UnitGroupOf(Enum::"Unit Group Source Type"::Resource, Rec.SystemId);
        BaseResourceUnitOfMeasureId := References.ResourceUnitOf(Rec."No.", Rec."Base Unit of Measure");
    end;

    trigger OnNewRecord(BelowxRec: Boolean)
    begin
        Clear(BaseUnitOfMeasureId);
        Clear(UnitGroupId);
        Clear(BaseResourceUnitOfMeasureId);
    end;

    var
        References: Codeunit "Couplet References";
        BaseUnitOfMeasureId: Guid;
        UnitGroupId: Guid;
        BaseResourceUnitOfMeasureId: Guid;
}
