namespace Entraide.Core.Training;

/// <summary>A certificate, a badge, a key or a status list was refused.</summary>
/// <param name="place">The field, the part of the signed text, or the place in its JSON, as <c>$.credentialSubject.achievement.name</c>.</param>
public sealed class BadgeException(string place, string what, string mend) : Exception($"{place}: {what} {mend}")
{
    public string Place { get; } = place;
    public string What { get; } = what;
    public string Mend { get; } = mend;
}
