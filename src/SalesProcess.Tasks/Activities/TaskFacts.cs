using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>What a run knows of the company's forms and calendars, so that a wrong name is an incident of the activity that uses it.</summary>
public static class TaskFacts
{
    public const string Forms = "forms";

    public const string Calendars = "calendars";

    /// <exception cref="ActivityFault">The form or calendar is not among those the run knows of. Where the run knows of none, nothing is checked.</exception>
    internal static void Check(Ambient ambient, string task, string? form, string? calendar)
    {
        CheckName(ambient, Forms, form, $"The form of task '{task}'");
        CheckName(ambient, Calendars, calendar, $"The calendar of task '{task}'");
    }

    private static void CheckName(Ambient ambient, string fact, string? name, string what)
    {
        if (name is not null && ambient.Facts.GetValueOrDefault(fact) is IReadOnlyDictionary<string, object?> known && !known.ContainsKey(name))
        {
            throw new ActivityFault($"{what} is '{name}', which is not known. Known: {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.");
        }
    }
}
