#!/usr/bin/perl
# Counts a corpus by its lines, without raretag: one `KIND NAME N` a line on standard output.
# usage: count.pl brat|conll|tokens FOLDER
use strict;
use warnings;
use File::Find;

my ($format, $folder) = @ARGV;
my (%count, @files);
find({ no_chdir => 1, wanted => sub { push @files, $_ if -f } }, $folder);

# conlleval's rule: a chunk starts at B-, and at an I- that does not go on with the type before it
sub chunks {
    my $before = "O";
    for my $tag (@_) {
        my ($prefix, $type) = $tag =~ /^([BI])-(.*)$/ ? ($1, $2) : ("O", "O");
        $count{"mention $type"}++ if $prefix eq "B" || ($prefix eq "I" && $before ne $type);
        $before = $prefix eq "O" ? "O" : $type;
    }
}

for my $file (sort @files) {
    open my $in, "<:raw", $file or die "$file: $!";
    if ($format eq "brat") {
        $count{"document all"}++ if $file =~ /\.txt$/;
        next unless $file =~ /\.(ann|a1|a2)$/;
        while (<$in>) {
            my $kind = $file =~ /\.a2$/ ? "trigger all" : undef;
            $count{$kind // "mention $1"}++ if /^T\d+\t(\S+) /;
            $count{"event all"}++ if /^E\d+\t/;
            $count{"relation all"}++ if /^(R\d+|\*)\t/;
        }
    } elsif ($format eq "conll") {
        next unless $file =~ /\.tsv$/;
        my @tags;
        while (<$in>) {
            s/\r?\n$//;
            if (/^\s*$/) { $count{"sentence all"}++ if @tags; chunks(@tags); @tags = (); }
            else { push @tags, (split /\t/)[-1]; }
        }
        $count{"sentence all"}++ if @tags;
        chunks(@tags);
    } else {
        next unless $file =~ /\.json$/;
        while (<$in>) {
            next unless /"ner_tags"\s*:\s*\[([^\]]*)\]/;
            $count{"document all"}++;
            chunks($1 =~ /"([^"]*)"/g);
        }
    }
}
print "$_ $count{$_}\n" for sort keys %count;
