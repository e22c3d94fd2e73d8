namespace Entraide.Node.Platform.Storage;

/// <summary>What a stored field can tell about a person, which decides who may open it.</summary>
public enum FieldClass
{
    /// <summary>Tells nothing about a person.</summary>
    Technical,

    /// <summary>Who somebody is.</summary>
    Identity,

    /// <summary>Where somebody can be found.</summary>
    Location,

    /// <summary>What somebody lived through or told.</summary>
    Narrative,

    /// <summary>What belongs to an investigation or a trial.</summary>
    Justice,

    /// <summary>What may be counted without knowing whom.</summary>
    Facts,
}

/// <summary>Classes a stored field. A field without a class does not pass the laws.</summary>
/// <param name="isSealed">Whether the field holds only what has been sealed before it came here.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HoldsAttribute(FieldClass fieldClass, bool isSealed = false) : Attribute
{
    public FieldClass FieldClass => fieldClass;
    public bool IsSealed => isSealed;
}
