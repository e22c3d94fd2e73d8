using System.Globalization;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>Writes a design in its one form: the same design gives the same bytes, on which a kit's hash rests.</summary>
public static class DesignWriter
{
    public static byte[] Write(TrainingDesign design)
    {
        var json = new CanonicalJson().Open('{').Name("format").Value(1).Name("id").Value(design.Id).Name("release").Value(design.Release).Name("sourceLanguage").Value(design.SourceLanguage)
            .Name("languages").Values(design.Languages).Name("licence").Value(design.Licence).Name("steward").Value(design.Steward).Name("fictional").Value(true)
            .Name("dayStarts").Value(design.DayStarts.ToString("HH:mm", CultureInfo.InvariantCulture));
        List(json, "parents", design.Parents, Write);
        List(json, "objectives", design.Objectives, (to, one) => to.Name("id").Value(one.Id).Name("level").Value(DesignReader.WordOf(one.Level)).Name("professions").Values(one.Professions));
        var rule = design.Composition;
        json.Name("composition").Open('{').Name("fewest").Value(rule.Fewest).Name("most").Value(rule.Most).Name("professions").Value(rule.Professions).Name("countries").Value(rule.Countries)
            .Name("largestShare").Value(rule.LargestShare).Name("groupSize").Value(rule.GroupSize).Close('}');
        List(json, "modules", design.Modules, (to, one) => List(to.Name("id").Value(one.Id), "sessions", one.Sessions, Session));
        List(json, "scenarios", design.Scenarios, (to, one) => List(to.Name("id").Value(one.Id).Name("roles").Values(one.Roles), "injects", one.Injects, (inner, inject) => inner.Name("id").Value(inject.Id).Name("minute").Value(inject.Minute)));
        List(json, "items", design.Items, Item);
        json.Name("forms").Open('{').Name("before").Values(design.Before).Name("after").Values(design.After).Close('}');
        List(json, "reaction", design.Reaction, Statement);
        List(json, "behaviour", design.Behaviour, Statement);
        return json.Close('}').Bytes.ToArray();
    }

    /// <summary>The members of an object that names a kit.</summary>
    internal static void Write(CanonicalJson json, KitName name) => json.Name("id").Value(name.Id).Name("release").Value(name.Release).Name("hash").Value(name.Hash);

    /// <summary>A member that holds a list of objects.</summary>
    internal static CanonicalJson List<T>(CanonicalJson json, string name, IEnumerable<T> parts, Action<CanonicalJson, T> members)
    {
        json.Name(name).Open('[');
        foreach (var part in parts)
        {
            json.Open('{');
            members(json, part);
            json.Close('}');
        }
        return json.Close(']');
    }

    private static void Session(CanonicalJson json, TrainingSession session)
    {
        json.Name("id").Value(session.Id).Name("day").Value(session.Day).Name("mode").Value(DesignReader.WordOf(session.Mode)).Name("component").Value(DesignReader.WordOf(session.Component))
            .Name("objectives").Values(session.Objectives).Name("paragraphs").Values(session.Paragraphs);
        if (session.Instrument is { } instrument) json.Name("instrument").Value(instrument);
        json.Name("breakAfter").Value(session.BreakAfter);
        List(json, "activities", session.Activities, Activity);
    }

    private static void Activity(CanonicalJson json, TrainingActivity activity)
    {
        json.Name("id").Value(activity.Id).Name("kind").Value(DesignReader.WordOf(activity.Kind)).Name("minutes").Value(activity.Minutes).Name("component").Value(DesignReader.WordOf(activity.Component))
            .Name("shortest").Value(activity.Shortest).Name("longest").Value(activity.Longest);
        if (activity.Scenario is { } scenario) json.Name("scenario").Value(scenario);
        if (activity.Form is { } form) json.Name("form").Value(DesignReader.WordOf(form));
    }

    private static void Item(CanonicalJson json, TestItem item) =>
        json.Name("id").Value(item.Id).Name("kind").Value(item.Multiple ? "multiple" : "single").Name("options").Values(item.Options).Name("key").Values(item.Key).Name("objective").Value(item.Objective).Name("expected").Value(item.Expected);

    private static void Statement(CanonicalJson json, Statement one) => json.Name("id").Value(one.Id).Name("kind").Value(one.Scale ? "scale" : "text");
}
