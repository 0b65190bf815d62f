namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>What one evaluation of a script may use up. The count of statements is what normally stops a script that never ends, because it stops it at the same place on every machine; the time is the last resort.</summary>
/// <param name="Time">Wall-clock time.</param>
/// <param name="Memory">Bytes allocated in all, also those that are free again.</param>
/// <param name="Statements">Statements executed.</param>
/// <param name="Calls">Depth of calls.</param>
internal sealed record ScriptLimits(TimeSpan Time, long Memory, int Statements, int Calls)
{
    /// <summary>Time for one match of a regular expression. It becomes part of a script when that is prepared.</summary>
    public static readonly TimeSpan Pattern = TimeSpan.FromMilliseconds(500);

    public static readonly ScriptLimits Default = new(TimeSpan.FromSeconds(2), 64 * 1024 * 1024, 2_000_000, 200);
}
