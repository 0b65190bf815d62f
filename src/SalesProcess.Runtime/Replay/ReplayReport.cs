namespace SalesProcess.Runtime.Replay;

/// <summary>What computing an instance again has shown.</summary>
public enum ReplayVerdict
{
    /// <summary>Every run gives what was recorded, and the last one the state that stands.</summary>
    Equal,

    Differs,

    /// <summary>A part was recorded by a version that did not keep enough to compute it again. Nothing is said about it.</summary>
    Unproven,
}

/// <param name="Runs">How many runs were computed again and found equal.</param>
/// <param name="Entries">How many journal entries they have.</param>
public sealed record ReplayReport(string InstanceId, ReplayVerdict Verdict, int Runs, int Entries, ReplayDifference? Difference = null);

/// <summary>The first thing that is not as it was recorded.</summary>
/// <param name="Revision">The run.</param>
/// <param name="Sequence">The first journal entry that differs; null if it is not an entry.</param>
/// <param name="What">What is compared: row, entry, state, effects, instance.</param>
/// <param name="Recorded">What was recorded.</param>
/// <param name="Computed">What comes of it.</param>
public sealed record ReplayDifference(long Revision, long? Sequence, string What, string? Recorded, string? Computed);
