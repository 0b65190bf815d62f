namespace SalesProcess.Server.Diagrams;

/// <summary>Gives every box a place: the designer's, or columns from left to right if a place is missing or taken twice.</summary>
internal static class DiagramLayout
{
    private const double Column = 300;
    private const double Row = 150;
    private const double Margin = 60;

    public static IReadOnlyDictionary<string, Box> Place(Diagram diagram)
    {
        var given = diagram.Nodes.Select(n => n.Box).OfType<Box>().DistinctBy(b => (b.X, b.Y)).Count();
        return given == diagram.Nodes.Count
            ? diagram.Nodes.ToDictionary(n => n.Id, n => n.Box!, StringComparer.Ordinal)
            : ByRank(diagram);
    }

    private static Dictionary<string, Box> ByRank(Diagram diagram)
    {
        var ranks = Ranks(diagram);
        var places = new Dictionary<string, Box>(StringComparer.Ordinal);
        foreach (var column in diagram.Nodes.GroupBy(n => ranks[n.Id]).OrderBy(g => g.Key))
        {
            // Each box as near as possible to those that lead to it.
            var ordered = column.OrderBy(n => Wish(n.Id, diagram, places)).ToList();
            for (var row = 0; row < ordered.Count; row++)
            {
                places[ordered[row].Id] = new Box(Margin + (column.Key * Column), Margin + (row * Row), Box.DefaultWidth, Box.DefaultHeight);
            }
        }

        return places;
    }

    private static double Wish(string id, Diagram diagram, Dictionary<string, Box> places)
    {
        var before = diagram.Edges.Where(e => e.Target == id && places.ContainsKey(e.Source)).Select(e => places[e.Source].Y).ToList();
        return before.Count == 0 ? 0 : before.Average();
    }

    // The longest way from a start, without the arrows that lead back.
    private static Dictionary<string, int> Ranks(Diagram diagram)
    {
        var targets = diagram.Edges.ToLookup(e => e.Source, e => e.Target, StringComparer.Ordinal);
        var hasSource = diagram.Edges.Select(e => e.Target).ToHashSet(StringComparer.Ordinal);
        var order = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var back = new HashSet<(string, string)>();
        foreach (var node in diagram.Nodes.OrderBy(n => hasSource.Contains(n.Id)))
        {
            Visit(node.Id, targets, seen, new HashSet<string>(StringComparer.Ordinal), back, order);
        }

        order.Reverse();
        var ranks = diagram.Nodes.ToDictionary(n => n.Id, _ => 0, StringComparer.Ordinal);
        foreach (var id in order)
        {
            foreach (var target in targets[id].Where(t => ranks.ContainsKey(t) && !back.Contains((id, t))))
            {
                ranks[target] = Math.Max(ranks[target], ranks[id] + 1);
            }
        }

        return ranks;
    }

    private static void Visit(
        string start, ILookup<string, string> targets, HashSet<string> seen, HashSet<string> open, HashSet<(string, string)> back, List<string> order)
    {
        if (!seen.Add(start))
        {
            return;
        }

        // With a stack of its own: a definition may be longer than the thread's stack is deep.
        var stack = new Stack<(string Id, IEnumerator<string> Next)>();
        stack.Push((start, targets[start].GetEnumerator()));
        open.Add(start);
        while (stack.TryPeek(out var top))
        {
            if (!top.Next.MoveNext())
            {
                stack.Pop();
                open.Remove(top.Id);
                order.Add(top.Id);
            }
            else if (open.Contains(top.Next.Current))
            {
                back.Add((top.Id, top.Next.Current));
            }
            else if (seen.Add(top.Next.Current))
            {
                open.Add(top.Next.Current);
                stack.Push((top.Next.Current, targets[top.Next.Current].GetEnumerator()));
            }
        }
    }
}
