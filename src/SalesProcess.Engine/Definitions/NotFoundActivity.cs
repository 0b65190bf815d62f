using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Definitions;

/// <summary>Stands for an activity whose type the catalogue does not know. The file keeps its JSON; executing it is an incident.</summary>
public sealed class NotFoundActivity : Activity
{
    internal static readonly ActivityType PlaceholderType = new(
        typeof(NotFoundActivity),
        new ActivityAttribute("Elsa", "System", "An activity whose type is not known here.") { Outcomes = [] });

    public override IReadOnlyList<string>? KnownOutcomes() => null;

    public override void Execute(ActivityContext context) =>
        throw new ActivityFault($"The activity type '{Type}' was not found. Install it, or replace the activity '{Id}' by one of the catalogue.");
}
