using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Flowcharts;

internal static class FlowPort
{
    /// <summary>Whether a connection from this port is followed; one without a port is followed by a plain completion only.</summary>
    public static bool IsFollowed(string? port, IReadOnlyList<string> outcomes) => port is null ? ReferenceEquals(outcomes, Outcomes.Done) : outcomes.Contains(port);
}
