# fish completion for stemedb-admin. Made by scripts/generate from the code. Do not edit.

function __stemedb_admin_at --description 'whether the words so far name this command'
    set --local path
    set --local skip no
    for word in (commandline --tokenize --cut-at-cursor --current-process)[2..-1]
        if test $skip = yes
            set skip no
        else if contains -- $word --color --format -C
            set skip yes
        else if contains -- "$path $word" ' version'
            set path "$path $word"
        end
    end
    test "$path" = "$argv[1]"
end

complete -c stemedb-admin -n '__stemedb_admin_at \'\'' -f -a version -d 'Print the version of stemedb-admin and of its format.'
complete -c stemedb-admin -n '__stemedb_admin_at \'\'' -s C -r -d 'Run as if started in DIR, as git does.'
complete -c stemedb-admin -n '__stemedb_admin_at \'\'' -l color -x -a 'auto always never' -d 'auto, always or never; NO_COLOR is honoured.'
complete -c stemedb-admin -n '__stemedb_admin_at \'\'' -l no-pager -d 'Do not page long output.'
complete -c stemedb-admin -n '__stemedb_admin_at \'\'' -l no-progress -d 'Show no progress bars.'
complete -c stemedb-admin -n '__stemedb_admin_at \'\'' -l format -x -a 'table json jsonl csv' -d 'table, json, jsonl or csv.'
complete -c stemedb-admin -n '__stemedb_admin_at \'\'' -l version -d 'Print the version and exit.'
complete -c stemedb-admin -n '__stemedb_admin_at \'\'' -l help -s h -d 'Show this message and exit.'
complete -c stemedb-admin -n '__stemedb_admin_at \' version\'' -l short -d 'Only the version, on one line.'
complete -c stemedb-admin -n '__stemedb_admin_at \' version\'' -l format -x -a 'table json jsonl csv' -d 'table, json, jsonl or csv.'
complete -c stemedb-admin -n '__stemedb_admin_at \' version\'' -s C -r -d 'Run as if started in DIR, as git does.'
complete -c stemedb-admin -n '__stemedb_admin_at \' version\'' -l color -x -a 'auto always never' -d 'auto, always or never; NO_COLOR is honoured.'
complete -c stemedb-admin -n '__stemedb_admin_at \' version\'' -l no-pager -d 'Do not page long output.'
complete -c stemedb-admin -n '__stemedb_admin_at \' version\'' -l no-progress -d 'Show no progress bars.'
complete -c stemedb-admin -n '__stemedb_admin_at \' version\'' -l help -s h -d 'Show this message and exit.'
