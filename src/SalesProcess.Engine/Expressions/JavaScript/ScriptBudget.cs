using System.Diagnostics;
using Jint;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>Counts what an evaluation uses up. Jint asks it before every statement and inside of its long-running functions.</summary>
internal sealed class ScriptBudget(ScriptLimits limits) : Constraint
{
    private const int TimeInterval = 64;

    private int _statements;
    private long _allocated;
    private long _started;

    public override void Reset()
    {
        _statements = 0;
        _allocated = GC.GetAllocatedBytesForCurrentThread();
        _started = Stopwatch.GetTimestamp();
    }

    public override void Check()
    {
        if (++_statements > limits.Statements)
        {
            throw new ActivityFault($"it ran more than {limits.Statements} statements. This is taken for an endless loop.");
        }

        if (GC.GetAllocatedBytesForCurrentThread() - _allocated > limits.Memory)
        {
            throw new ActivityFault($"it used more than {limits.Memory / 1024 / 1024} MB of memory.");
        }

        if (_statements % TimeInterval == 0 && Stopwatch.GetElapsedTime(_started) > limits.Time)
        {
            throw new ActivityFault($"it ran longer than {limits.Time.TotalSeconds} s.");
        }
    }
}
