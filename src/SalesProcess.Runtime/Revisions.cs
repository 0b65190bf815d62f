namespace SalesProcess.Runtime;

/// <summary>The revisions that a command may find: the one that its caller has read, or any of several.</summary>
public sealed class Revisions(params IReadOnlyList<long> numbers)
{
    public bool Has(long revision) => numbers.Contains(revision);

    public override string ToString() => numbers.Count == 0 ? "what was sent" : string.Join(" or ", numbers);
}
